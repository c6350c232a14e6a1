package dev.medley.cluster.runtime;

import dev.medley.check.Checks;
import dev.medley.check.Doc;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a runtime cannot do beyond {@link RuntimeProfile#maxMemory}; what is null is not limited.
 *
 * <p>A service whose needs pass a limit is refused at assembly with the limit's source.
 *
 * @param minMemory least memory that an instance must ask for
 * @param maxImage greatest image or package
 * @param maxModel greatest model that loads
 * @param maxGpuMemory most GPU memory of an instance
 * @param protocols the only protocols there are
 * @param systemCalls system calls implemented
 * @param gpu whether instances reach a GPU
 * @param ported whether code must be compiled for the runtime
 */
@Doc("What a runtime cannot do; a service that needs more is refused. What is absent is unlimited")
public record RuntimeLimits(
    @Doc("Least memory that an instance must ask for") @Nullable MemoryFigure minMemory,
    @Doc("Greatest image or package that it starts") @Nullable MemoryFigure maxImage,
    @Doc("Greatest model that it loads") @Nullable MemoryFigure maxModel,
    @Doc("Most GPU memory of one instance") @Nullable MemoryFigure maxGpuMemory,
    @Doc("The only protocols that instances speak") @Nullable ProtocolFigure protocols,
    @Doc("System calls that it implements") @Nullable SystemCalls systemCalls,
    @Doc("Whether instances reach a GPU of their host") @Nullable FlagFigure gpu,
    @Doc("Whether code must be compiled for this runtime; then services must not be unportable")
        @Nullable FlagFigure ported) {

  /** Nothing is limited. */
  public static final RuntimeLimits NONE =
      new RuntimeLimits(null, null, null, null, null, null, null, null);

  /** Checks what joins two components. */
  public RuntimeLimits {
    Checks.of(RuntimeLimits.class)
        .require(
            maxGpuMemory == null || gpu == null || gpu.value(),
            "maxGpuMemory",
            "makes no sense where gpu is false")
        .orThrow();
  }

  /** The limits of an instance that runs in both runtimes at once: the tighter of each. */
  RuntimeLimits with(RuntimeLimits other) {
    return new RuntimeLimits(
        greater(minMemory, other.minMemory),
        MemoryFigure.less(maxImage, other.maxImage),
        MemoryFigure.less(maxModel, other.maxModel),
        MemoryFigure.less(maxGpuMemory, other.maxGpuMemory),
        common(protocols, other.protocols),
        fewer(systemCalls, other.systemCalls),
        decided(gpu, other.gpu, false),
        decided(ported, other.ported, true));
  }

  private static @Nullable MemoryFigure greater(
      @Nullable MemoryFigure one, @Nullable MemoryFigure other) {
    return MemoryFigure.less(one, other) == one && other != null ? other : one;
  }

  private static @Nullable ProtocolFigure common(
      @Nullable ProtocolFigure one, @Nullable ProtocolFigure other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    List<Protocol> both = new ArrayList<>(one.value());
    both.removeIf(protocol -> !other.value().contains(protocol));
    return new ProtocolFigure(both, one.source() + " + " + other.source());
  }

  private static @Nullable SystemCalls fewer(
      @Nullable SystemCalls one, @Nullable SystemCalls other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return other.value() < one.value() ? other : one;
  }

  /** Of two flags the one that decides; the first among equals. */
  private static @Nullable FlagFigure decided(
      @Nullable FlagFigure one, @Nullable FlagFigure other, boolean deciding) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.value() == deciding ? one : other;
  }
}
