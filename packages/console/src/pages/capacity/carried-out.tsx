import { Link } from '@tanstack/react-router';
import { useLiveState } from '../../api/live.tsx';
import { Mark } from '../../components/mark.tsx';
import { lookOfControl } from '../../fleet/outcome.ts';

const control = 'capacity-planning';

/** Who carries the plan out, and what it wanted last. */
export function CarriedOut({ service, region }: { service: string; region: string }) {
  const { services } = useLiveState();
  const of = services.find((one) => one.service === service && one.region === region);
  const planning = of?.controls.find((one) => one.control === control);
  if (!planning)
    return (
      <p className="quiet-line muted">
        Nothing carries this plan out here: give the service the control {control}, or export the plan.
      </p>
    );
  const { tone, icon, label, why } = lookOfControl(planning);
  return (
    <p className="quiet-line">
      <Link to="/controls" className="link">
        {planning.title}
      </Link>
      <Mark tone={tone} icon={icon}>
        {label}
      </Mark>
      <span className="muted">{why}</span>
    </p>
  );
}
