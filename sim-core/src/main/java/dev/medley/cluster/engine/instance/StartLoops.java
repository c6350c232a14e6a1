package dev.medley.cluster.engine.instance;

import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.workload.Starts;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The closed loops of services whose workload is starts: so many are kept in flight until there
 * were as many as asked for.
 *
 * <p>A start is over when its instance is ready, if it is kept; otherwise when it has exited after
 * that. One that fails or is given up is over as well, and counts. O(1) per start.
 */
final class StartLoops {
  private final Simulation simulation;
  private final List<ServiceRun> services;
  private final Consumer<ServiceRun> create;
  private final IntConsumer retire;
  private final int[] begun;
  private final int[] inFlight;
  private final BitSet kept = new BitSet();
  private final @Nullable EventType next;

  /**
   * Nothing has begun.
   *
   * @param create asks for one more instance of a service
   * @param retire makes an instance exit
   */
  StartLoops(
      Simulation simulation,
      List<ServiceRun> services,
      Consumer<ServiceRun> create,
      IntConsumer retire) {
    this.simulation = simulation;
    this.services = services;
    this.create = create;
    this.retire = retire;
    this.begun = new int[services.size()];
    this.inFlight = new int[services.size()];
    this.next =
        services.stream().anyMatch(service -> service.model.starts() != null)
            ? simulation.register("starts-begun", this::fill)
            : null;
  }

  /** Schedules the first starts of every service that has some. */
  void start() {
    for (ServiceRun service : services) {
      Starts starts = service.model.starts();
      if (starts != null) {
        simulation.postAt(event(), starts.at().toNanos(), service.index);
      }
    }
  }

  /** An instance of a service is ready. */
  void ready(int instance, int service) {
    Starts starts = services.get(service).model.starts();
    if (starts == null || kept.get(instance)) {
      return; // kept, it has crashed and started again: its start was over before
    }
    if (starts.keep()) {
      kept.set(instance);
      over(service);
    } else {
      retire.accept(instance);
    }
  }

  /** An instance of a service has left its host for good, or found none. */
  void gone(int instance, int service) {
    if (services.get(service).model.starts() != null && !kept.get(instance)) {
      over(service);
    }
  }

  private void over(int service) {
    inFlight[service]--;
    simulation.post(event(), 0, service);
  }

  private void fill(int service) {
    Starts starts = Objects.requireNonNull(services.get(service).model.starts());
    while (begun[service] < starts.count() && inFlight[service] < starts.mostInFlight()) {
      begun[service]++;
      inFlight[service]++;
      create.accept(services.get(service));
    }
  }

  private EventType event() {
    return Objects.requireNonNull(next);
  }
}
