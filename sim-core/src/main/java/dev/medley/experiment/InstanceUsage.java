package dev.medley.experiment;

import java.util.List;

/**
 * CPU utilisation of every recorded instance of one replication: columns of equal length, a row per
 * instance in order of creation.
 *
 * @param services names of the services
 * @param service index of the instance's service
 * @param ordinal number of the instance within its service, from 0, in order of creation
 * @param host index of its host
 * @param samples number of samples, at least 1
 * @param mean CPU used by CPU requested, over all samples
 * @param busiest the same in the greatest sample
 */
public record InstanceUsage(
    List<String> services,
    int[] service,
    int[] ordinal,
    int[] host,
    int[] samples,
    double[] mean,
    double[] busiest) {
  /** Nothing was recorded. */
  public static final InstanceUsage NONE = ofSize(List.of(), 0);

  /** So many rows of zeros, to be filled. */
  public static InstanceUsage ofSize(List<String> services, int size) {
    return new InstanceUsage(
        services,
        new int[size],
        new int[size],
        new int[size],
        new int[size],
        new double[size],
        new double[size]);
  }

  /** Number of instances. */
  public int size() {
    return service.length;
  }
}
