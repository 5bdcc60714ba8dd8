import type { ServiceState } from '../../api/types.ts';
import { Empty } from '../../components/empty.tsx';
import { Mark } from '../../components/mark.tsx';
import { Panel } from '../../components/panel.tsx';
import { lookOfControl } from '../../fleet/outcome.ts';
import { formatDuration } from '../../format/times.ts';

/** What each control of the service wants now, what came of it, and why. */
export function ControlsPanel({ service, nowMs }: { service: ServiceState; nowMs: number }) {
  return (
    <Panel title="Controls">
      {service.controls.length === 0 ? (
        <Empty title="No control watches this service">
          Add predictive-scaling to its controls in ounce.config.ts. In mode dry-run it only says what it
          would do.
        </Empty>
      ) : (
        <ul>
          {service.controls.map((control) => {
            const { tone, icon, label, why } = lookOfControl(control);
            return (
              <li key={control.control} className="control">
                <p className="row spread">
                  <span className="strong">{control.title}</span>
                  <span className="faint small">{control.mode}</span>
                </p>
                <p className="row spread">
                  <Mark tone={tone} icon={icon}>
                    {label}
                  </Mark>
                  {control.last && (
                    <span className="faint small">{formatDuration(nowMs - control.last.atMs)} ago</span>
                  )}
                </p>
                <p className="muted control-why">{why}</p>
              </li>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}
