package dev.medley.experiment;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.cluster.resource.Bytes;
import dev.medley.cluster.runtime.Protocol;
import dev.medley.distribution.Rate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a service needs of its runtime: a runtime whose limits it passes is refused, and {@code
 * runtime: auto} chooses by it.
 *
 * @param protocols what instances speak
 * @param systemCalls different system calls that the code makes, or null when nobody counted
 * @param model what each instance loads before it serves, or null
 * @param gpu whether each instance needs a GPU of its host
 * @param gpuMemory GPU memory of each instance, or null
 * @param portable whether the code can be compiled to WebAssembly, or null when nobody said
 * @param security requirement from 0 to 10
 * @param startBudget within which starts must be done, or null
 * @param performanceCritical whether the service is
 * @param cloudNative whether it is built as one
 * @param isolation requirement from 0 to 1
 * @param startRate starts that are expected, or null
 */
@Doc("What a service needs of its runtime; runtimes whose limits it passes are refused")
public record ServiceNeeds(
    @Doc("Protocols that instances speak, beside those of their requests")
        @Range(min = 0, max = 16)
        @Default("[]")
        List<Protocol> protocols,
    @Doc("Different system calls that the code makes; without it, any runtime's will do")
        @Range(min = 0, max = 10_000)
        @Nullable Integer systemCalls,
    @Doc("Size of the model that each instance loads") @Range(min = 0, max = 1e13)
        @Nullable Bytes model,
    @Doc("Whether each instance needs a GPU; then its hosts must have the feature gpu")
        @Default("false")
        boolean gpu,
    @Doc("GPU memory of each instance; only with gpu: true") @Range(min = 0, max = 1e13)
        @Nullable Bytes gpuMemory,
    @Doc(
            "Whether the code can be compiled to WebAssembly: false refuses such runtimes, true lets"
                + " runtime: auto choose one")
        @Nullable Boolean portable,
    @Doc(
            "Security requirement, 0 to 10; above 8 the runtime must have a kernel of its own"
                + " (isolation 2)")
        @Range(min = 0, max = 10)
        @Default("0")
        double security,
    @Doc(
            "99 of 100 starts, image present, must be done within it; where several start at once"
                + " they may still take longer")
        @Range(min = 0.000001, max = 31_536_000)
        @Nullable Duration startBudget,
    @Doc("Whether the service is performance-critical; only runtime: auto asks") @Default("false")
        boolean performanceCritical,
    @Doc("Whether the service is cloud native; only runtime: auto asks") @Default("false")
        boolean cloudNative,
    @Doc("Requirement on isolation, 0 to 1; only runtime: auto asks")
        @Range(min = 0, max = 1)
        @Default("0")
        double isolation,
    @Doc("Starts that are expected at the busiest; only runtime: auto asks")
        @Range(min = 0, max = 1e9)
        @Nullable Rate startRate) {

  /** Feature of hosts that have a GPU. */
  public static final String GPU = "gpu";

  /** Nothing is needed. */
  public static final ServiceNeeds NONE =
      new ServiceNeeds(List.of(), null, null, false, null, null, 0, null, false, false, 0, null);

  /** Checks every component. */
  public ServiceNeeds {
    protocols = List.copyOf(protocols);
    Checks.of(ServiceNeeds.class)
        .with("protocols", protocols)
        .with("systemCalls", systemCalls)
        .with("model", model)
        .with("gpuMemory", gpuMemory)
        .with("security", security)
        .with("startBudget", startBudget)
        .with("isolation", isolation)
        .with("startRate", startRate)
        .require(gpuMemory == null || gpu, "gpuMemory", "only with gpu: true")
        .orThrow();
  }
}
