/** The schemas that Kubernetes publishes (its OpenAPI document), as `kubernetes-models` carries them, compiled. */
import { validate as isResourceList } from '@kubernetes-models/apimachinery/_schemas/IoK8sApimachineryPkgApisMetaV1APIResourceList';
import { validate as isStatus } from '@kubernetes-models/apimachinery/_schemas/IoK8sApimachineryPkgApisMetaV1Status';
import { validate as isVersion } from '@kubernetes-models/apimachinery/_schemas/IoK8sApimachineryPkgVersionInfo';
import { ScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1';
import { validate as isDeployment } from 'kubernetes-models/_schemas/IoK8sApiAppsV1Deployment';
import { validate as isDeploymentList } from 'kubernetes-models/_schemas/IoK8sApiAppsV1DeploymentList';
import { validate as isStatefulSet } from 'kubernetes-models/_schemas/IoK8sApiAppsV1StatefulSet';
import { validate as isStatefulSetList } from 'kubernetes-models/_schemas/IoK8sApiAppsV1StatefulSetList';
import { validate as isReview } from 'kubernetes-models/_schemas/IoK8sApiAuthorizationV1SelfSubjectAccessReview';
import { validate as isScale } from 'kubernetes-models/_schemas/IoK8sApiAutoscalingV1Scale';
import { validate as isAutoscaler } from 'kubernetes-models/_schemas/IoK8sApiAutoscalingV2HorizontalPodAutoscaler';
import { validate as isAutoscalerList } from 'kubernetes-models/_schemas/IoK8sApiAutoscalingV2HorizontalPodAutoscalerList';
import { validate as isConfigMap } from 'kubernetes-models/_schemas/IoK8sApiCoreV1ConfigMap';
import { validate as isPod } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Pod';
import { validate as isPodList } from 'kubernetes-models/_schemas/IoK8sApiCoreV1PodList';
import { validate as isEviction } from 'kubernetes-models/_schemas/IoK8sApiPolicyV1Eviction';

/** CRDs are carried as classes only. */
const isScaledObject = Object.assign(
  (data: never): boolean => {
    try {
      new ScaledObject(data).validate();
      return true;
    } catch (error) {
      isScaledObject.errors = [{ instancePath: '', keyword: String(error), params: {} }];
      return false;
    }
  },
  { errors: [] as { instancePath: string; keyword: string; params: unknown }[] },
);

const published = {
  APIResourceList: isResourceList,
  Status: isStatus,
  Version: isVersion,
  Deployment: isDeployment,
  DeploymentList: isDeploymentList,
  StatefulSet: isStatefulSet,
  StatefulSetList: isStatefulSetList,
  SelfSubjectAccessReview: isReview,
  Scale: isScale,
  HorizontalPodAutoscaler: isAutoscaler,
  HorizontalPodAutoscalerList: isAutoscalerList,
  ConfigMap: isConfigMap,
  Pod: isPod,
  PodList: isPodList,
  Eviction: isEviction,
  ScaledObject: isScaledObject,
} as const;

export type PublishedKind = keyof typeof published;

/** What is wrong with an object, in the words of its published schema; empty when it fits. */
export function faultsOf(kind: PublishedKind, object: unknown): readonly string[] {
  const validate = published[kind] as ((data: unknown) => boolean) & {
    errors?: readonly { instancePath: string; keyword: string; params: unknown }[] | null;
  };
  if (validate(object)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, keyword, params }) => `${kind}${instancePath}: ${keyword} ${JSON.stringify(params)}`,
  );
}
