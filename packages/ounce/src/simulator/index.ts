export { calm } from './disturbances.ts';
export { SimulatedFleet } from './fleet.ts';
export { simulate } from './simulate.ts';
export { SimulatedFaults, simulatedMetrics, simulatedPlatform } from './simulated-ports.ts';
export { VirtualClock } from './virtual-clock.ts';
