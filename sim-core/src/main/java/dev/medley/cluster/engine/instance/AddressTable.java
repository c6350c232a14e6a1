package dev.medley.cluster.engine.instance;

import dev.medley.check.SimulationFault;
import dev.medley.cluster.host.HostTable;
import java.util.Arrays;

/**
 * The address of every placed instance: each host gives them out of a range of its own, so that
 * they are unique in the cluster's one network.
 *
 * <p>As the host-local plug-in of CNI does: the next free number after the last one given, from the
 * beginning again at the end of the range. A host without a limit lets its range grow. O(1) as long
 * as few numbers of a range are taken, at worst O(range); 4 bytes per instance and 4 to 8 per
 * address in use.
 */
final class AddressTable {
  /** Nobody has the address, or the instance has none. */
  static final int NONE = -1;

  private final HostTable hosts;
  private final int[][] owner;
  private final int[] last;
  private int[] number = new int[0];

  AddressTable(HostTable hosts) {
    this.hosts = hosts;
    this.owner = new int[hosts.size()][0];
    this.last = new int[hosts.size()];
    Arrays.fill(last, NONE);
  }

  /**
   * An instance placed on a host gets an address of its range.
   *
   * @throws SimulationFault when none is left: placement should have refused the host
   */
  void take(int instance, int host) {
    int free = nextFree(host);
    if (instance >= number.length) {
      int old = number.length;
      number = Arrays.copyOf(number, Math.max(instance + 1, Math.max(64, old * 2)));
      Arrays.fill(number, old, number.length, NONE);
    }
    owner[host][free] = instance;
    number[instance] = free;
    last[host] = free;
  }

  /** An instance leaves its host. */
  void giveBack(int instance, int host) {
    if (owner(host, number(instance)) != instance) {
      throw new SimulationFault(
          "instance " + instance + " gives back an address of host " + host + " that it has not");
    }
    owner[host][number[instance]] = NONE;
    number[instance] = NONE;
  }

  /** The number of an instance's address in its host's range, or {@link #NONE}. */
  int number(int instance) {
    return instance < number.length ? number[instance] : NONE;
  }

  /** Which instance has a number of a host's range, or {@link #NONE}. */
  int owner(int host, int of) {
    return of >= 0 && of < owner[host].length ? owner[host][of] : NONE;
  }

  private int nextFree(int host) {
    int[] range = owner[host];
    for (int i = 1; i <= range.length; i++) {
      int at = (int) ((last[host] + (long) i) % range.length);
      if (range[at] == NONE) {
        return at;
      }
    }
    int most = hosts.spec(host).addresses();
    if (range.length >= most) {
      throw new SimulationFault("host " + host + " has no address left of " + most);
    }
    int size = (int) Math.min(most, Math.max(8L, range.length * 2L));
    owner[host] = Arrays.copyOf(range, size);
    Arrays.fill(owner[host], range.length, size, NONE);
    return range.length;
  }
}
