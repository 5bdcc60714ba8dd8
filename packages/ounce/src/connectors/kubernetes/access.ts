/** How to reach an API server, and as whom. */
export interface KubernetesAccess {
  /** e.g. `https://10.0.0.1:443`. */
  readonly server: string;
  /** Read anew for each request: service-account tokens are renewed within the hour. */
  readonly token?: () => string;
  /** PEM texts. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** The name that the server's certificate is checked against, when it is not the address. */
  readonly serverName?: string;
  /** Whoever answers is believed: `insecure-skip-tls-verify` of a kubeconfig. */
  readonly unverified?: boolean;
  /** The namespace of the context, or of the pod that this program runs in. */
  readonly namespace?: string;
}
