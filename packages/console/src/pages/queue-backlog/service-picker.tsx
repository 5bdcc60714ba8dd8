import type { ServiceState } from '../../api/types.ts';

interface ServicePickerProps {
  readonly services: readonly ServiceState[];
  readonly chosen: ServiceState;
  readonly onChoose: (service: ServiceState) => void;
}

const keyOf = ({ service, region }: ServiceState) => `${service}@${region}`;

/** Which of the queues is shown. With only one there is nothing to pick, so only its name stands here. */
export function ServicePicker({ services, chosen, onChoose }: ServicePickerProps) {
  if (services.length === 1) return <span className="muted">{keyOf(chosen)}</span>;
  const choose = (key: string) => {
    const service = services.find((candidate) => keyOf(candidate) === key);
    if (service) onChoose(service);
  };
  return (
    <select
      className="input"
      aria-label="Service"
      value={keyOf(chosen)}
      onChange={(event) => choose(event.target.value)}
    >
      {services.map((service) => (
        <option key={keyOf(service)}>{keyOf(service)}</option>
      ))}
    </select>
  );
}
