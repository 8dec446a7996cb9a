/** The sample account: Amazon Forecast in memory, answering real requests without a network. */
export { createSampleAccount } from './account';
export type { SampleAccount } from './account';
export { FAULT_MODES } from './faults';
export type { Fault, FaultMode, Faults } from './faults';
export type { SampleAccountOptions, SampleQuotas, SampleTimings } from './options';
