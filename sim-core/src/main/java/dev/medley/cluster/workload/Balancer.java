package dev.medley.cluster.workload;

import dev.medley.check.Doc;

/** How the gateway chooses among ready instances. */
public enum Balancer {
  @Doc("Uniformly at random (iptables)")
  RANDOM,
  @Doc("In turn")
  ROUND_ROBIN,
  @Doc("The instance with the fewest requests on it")
  LEAST_CONNECTIONS,
  @Doc(
      "With activation: the instance whose slot became free last, so that the others become idle"
          + " and expire")
  MOST_RECENT
}
