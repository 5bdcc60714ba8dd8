import type { ServiceDefinition } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';

/** What KEDA sends to name a scaled object; `scalerMetadata` is the trigger's metadata in its manifest. */
export interface ScaledObjectRef {
  readonly name: string;
  readonly namespace: string;
  readonly scalerMetadata: Readonly<Record<string, string>>;
}

const method = (requestType: string, responseType: string, responseStream = false) => ({
  ...{ requestType, responseType, responseStream },
  comment: '',
});
const message = (
  fields: Record<string, { type: string; id: number; rule?: 'repeated'; keyType?: string }>,
) => ({
  fields,
});

/**
 * KEDA's gRPC interface for external scalers, package `externalscaler`: names and field numbers are those of its published proto.
 *
 * @see https://keda.sh/docs/latest/concepts/external-scalers/
 */
const definition = fromJSON(
  {
    nested: {
      externalscaler: {
        nested: {
          ExternalScaler: {
            methods: {
              IsActive: method('ScaledObjectRef', 'IsActiveResponse'),
              StreamIsActive: method('ScaledObjectRef', 'IsActiveResponse', true),
              GetMetricSpec: method('ScaledObjectRef', 'GetMetricSpecResponse'),
              GetMetrics: method('GetMetricsRequest', 'GetMetricsResponse'),
            },
          },
          ScaledObjectRef: message({
            name: { type: 'string', id: 1 },
            namespace: { type: 'string', id: 2 },
            scalerMetadata: { keyType: 'string', type: 'string', id: 3 },
          }),
          IsActiveResponse: message({ result: { type: 'bool', id: 1 } }),
          GetMetricSpecResponse: message({ metricSpecs: { rule: 'repeated', type: 'MetricSpec', id: 1 } }),
          MetricSpec: message({
            metricName: { type: 'string', id: 1 },
            targetSize: { type: 'int64', id: 2 },
            targetSizeFloat: { type: 'double', id: 3 },
          }),
          GetMetricsRequest: message({
            scaledObjectRef: { type: 'ScaledObjectRef', id: 1 },
            metricName: { type: 'string', id: 2 },
          }),
          GetMetricsResponse: message({ metricValues: { rule: 'repeated', type: 'MetricValue', id: 1 } }),
          MetricValue: message({
            metricName: { type: 'string', id: 1 },
            metricValue: { type: 'int64', id: 2 },
            metricValueFloat: { type: 'double', id: 3 },
          }),
        },
      },
    },
  },
  { keepCase: true, longs: Number, defaults: true },
);

export const externalScalerService = definition['externalscaler.ExternalScaler'] as ServiceDefinition;
