package dev.medley.cluster.scaling.keepalive;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.cluster.scaling.AutoscalerPolicy;
import dev.medley.cluster.scaling.Controller;
import dev.medley.cluster.scaling.PlantModel;
import dev.medley.cluster.scaling.ScalingMetric;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Scaling per request, as function platforms do: an instance for every {@code concurrency} requests
 * at once, and an instance that had no request for a while goes.
 *
 * <p>With Poisson arrivals of rate λ, one request at a time and service and start-up much shorter
 * than the keep-alive T, a request is cold with probability e^(-λT).
 *
 * <p>Source of the default: Shahrad et al., Serverless in the Wild (arXiv 2003.03423): providers
 * keep instances for 10 to 20 minutes; Huawei's platform for 60 s (sir-lab/data-release, EuroSys'25
 * paper).
 *
 * @param keepAlive how long an instance without requests is kept
 */
@Doc("Function platforms: an instance per `concurrency` requests at once, idle ones expire")
public record KeepAlivePolicy(
    @Doc(
            "How long an instance without requests is kept (public clouds: 10 to 20 min, arXiv"
                + " 2003.03423; Huawei: 60 s)")
        @Range(min = 0, max = 31_536_000)
        @Default("10m")
        Duration keepAlive)
    implements AutoscalerPolicy {

  /** Checks every component. */
  public KeepAlivePolicy {
    Checks.of(KeepAlivePolicy.class).with("keepAlive", keepAlive).orThrow();
  }

  @Override
  public @Nullable ScalingMetric observedMetric() {
    return null;
  }

  @Override
  public boolean needsActivation() {
    return true;
  }

  @Override
  public Controller start(PlantModel plant) {
    return new KeepAliveController(keepAlive.toNanos());
  }
}
