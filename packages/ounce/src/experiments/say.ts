import type { Fault, UnresponsiveVariant } from '@ounce/core';

/** `45 s`, `2 min 5 s`: as exact as a stopwatch read aloud. */
export function seconds(ms: number): string {
  const whole = Math.round(ms / 1000);
  if (whole < 120) return `${whole} s`;
  const rest = whole % 60;
  return rest === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${rest} s`;
}

/** `1.4 s`: for what is over within seconds; longer times are whole seconds. */
export function tenths(ms: number): string {
  return ms < 10_000 ? `${Math.round(ms / 100) / 10} s` : seconds(ms);
}

export function sayFault(fault: Fault): string {
  switch (fault.kind) {
    case 'arrivals':
      return `arrivals × ${fault.factor}${fault.rampMs ? ` within ${seconds(fault.rampMs)}` : ''}`;
    case 'unresponsive':
      return `${sayVariant(fault)}${shareOf(fault.connectionShare)}`;
    case 'dependency_down':
      return 'connections refused';
    case 'crash':
      return 'one instance killed (SIGKILL)';
    case 'hang':
      return 'one instance stopped (SIGSTOP)';
  }
}

function sayVariant(fault: UnresponsiveVariant): string {
  switch (fault.variant) {
    case 'silent':
      return 'no answers';
    case 'blackhole':
      return 'nothing passes';
    case 'slow':
      return `answers ${fault.latencyMs} ± ${fault.jitterMs} ms late`;
    case 'resets':
      return `connections reset after ${fault.afterMs} ms`;
    case 'corrupt':
      return `${percent(fault.byteShare)} of the bytes flipped`;
    case 'bandwidth':
      return `answers at ${fault.bytesPerSecond} bytes a second`;
    case 'slow_close':
      return `connections closed ${fault.delayMs} ms late`;
  }
}

function shareOf(connectionShare = 1): string {
  return connectionShare < 1 ? ` on ${percent(connectionShare)} of the connections` : '';
}

/** `97 %`, `0.1 %`. */
export function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

/** A reading with three digits, or all before the point; `?` for none. */
export function figure(value: number | undefined): string {
  if (value === undefined) return '?';
  return String(Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
}
