package dev.medley.cluster.workload;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.cluster.resource.Bytes;
import dev.medley.distribution.DurationLaw;

/**
 * What one request asks for.
 *
 * @param cpu CPU time on a bare core
 * @param storage storage calls
 * @param network bytes on the wire
 */
@Doc("What one request asks for")
public record Demand(
    @Doc("CPU time on one bare core; the runtime's loss makes it longer") DurationLaw cpu,
    @Doc("Storage calls, one after the other, after the CPU work") @Default("{}") Storage storage,
    @Doc("Bytes on the wire") @Default("{}") Network network) {

  /**
   * Storage calls of one request.
   *
   * @param reads calls that read
   * @param writes calls that write
   */
  @Doc("Storage calls of one request")
  public record Storage(
      @Doc("Calls that read") @Range(min = 0, max = 1000) @Default("0") int reads,
      @Doc("Calls that write") @Range(min = 0, max = 1000) @Default("0") int writes) {
    /** Checks every component. */
    public Storage {
      Checks.of(Storage.class).with("reads", reads).with("writes", writes).orThrow();
    }

    /** All calls. */
    public int calls() {
      return reads + writes;
    }
  }

  /**
   * Bytes of one request on the wire.
   *
   * @param request bytes to the instance
   * @param response bytes back
   */
  @Doc("Bytes of one request on the wire")
  public record Network(
      @Doc("Bytes from the client to the instance") @Range(min = 0, max = 1e12) @Default("0")
          Bytes request,
      @Doc("Bytes from the instance to the client; counted as egress")
          @Range(min = 0, max = 1e12)
          @Default("0")
          Bytes response) {
    /** Checks every component. */
    public Network {
      Checks.of(Network.class).with("request", request).with("response", response).orThrow();
    }
  }
}
