import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/parts.css';
import './styles/experiment.css';
import './styles/shell.css';
import './pages/overview/overview.css';
import { createRoot } from 'react-dom/client';
import { startSession } from './api/session.ts';
import { App } from './app.tsx';
import { applyTheme } from './theme.ts';

applyTheme();
startSession();

const place = document.getElementById('root');
if (!place) throw new Error('index.html has no element with the id "root".');
createRoot(place).render(<App />);
