import { useState } from 'react';
import { Icon } from './icon.tsx';

interface CsvExportProps {
  /** Without its ending. */
  readonly fileName: string;
  /** All rows, not only those on the screen. `csvOf` makes it of what the page has; else the API is asked. */
  readonly text: () => string | Promise<string>;
}

/** The button beside a table that saves it as a CSV file. */
export function CsvExport({ fileName, text }: CsvExportProps) {
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const save = async () => {
    setState('busy');
    try {
      saveAs(`${fileName}.csv`, await text());
      setState('idle');
    } catch {
      setState('failed');
    }
  };
  const label = { idle: 'CSV', busy: 'Saving…', failed: 'Failed, again?' }[state];
  return (
    <button
      type="button"
      className="button"
      onClick={save}
      disabled={state === 'busy'}
      aria-label={`Save as CSV: ${fileName}${state === 'failed' ? ', the last try has failed' : ''}`}
    >
      <Icon name="down" size={14} />
      {label}
    </button>
  );
}

function saveAs(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
