package dev.medley.cluster.engine.image;

import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.host.HostTable;
import dev.medley.cluster.image.ImageDelivery;
import dev.medley.cluster.runtime.StartStage;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import dev.medley.random.StreamTree;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Stages of start paths that move an image: pulls from registries, loads from storage. */
public final class ImageMoves implements ImageReport {
  private final ImagePulls pulls;
  private final StorageLoads loads;

  /**
   * Prepares idle registries, links and storage.
   *
   * @param stageDone is told of every instance whose stage has ended
   */
  public ImageMoves(
      Simulation simulation,
      HostTable hosts,
      ImageDelivery delivery,
      List<ServiceRun> services,
      StreamTree streams,
      long warmupNanos,
      IntConsumer stageDone) {
    this.pulls =
        new ImagePulls(simulation, hosts, delivery, services, streams, warmupNanos, stageDone);
    double[] storage = new double[hosts.size()];
    for (int host = 0; host < storage.length; host++) {
      storage[host] = hosts.spec(host).type().storage().bitsPerSecond();
    }
    EventType loaded = simulation.register("image-loaded", this::onLoaded);
    this.loads = new StorageLoads(simulation, loaded, storage, stageDone);
  }

  private void onLoaded(int host) {
    loads.onDue(host);
  }

  /** A stage begins; it may end at once. */
  public void begin(
      StartStage.Transfer transfer, int instance, int image, long imageBytes, int host) {
    switch (transfer) {
      case REGISTRY -> pulls.await(instance, image, host);
      case STORAGE -> loads.start(instance, host, imageBytes);
    }
  }

  /** An instance is given up in a stage. */
  public void cancel(StartStage.@Nullable Transfer transfer, int instance, int service, int host) {
    if (transfer == StartStage.Transfer.REGISTRY) {
      pulls.cancel(instance, service, host);
    } else if (transfer == StartStage.Transfer.STORAGE) {
      loads.cancel(instance, host);
    }
  }

  /** An instance is placed; whether its image is on the host. */
  public boolean placed(int service, int host) {
    return pulls.placed(service, host);
  }

  /** An instance is placed on a host that has its image from the beginning. */
  public void preload(int service, int host) {
    pulls.preload(service, host);
  }

  /** A placed instance has left its host. */
  public void left(int service, int host) {
    pulls.left(service, host);
  }

  @Override
  public boolean pulls(int service) {
    return pulls.pulls(service);
  }

  @Override
  public ImageStatistics statistics(int service) {
    return pulls.statistics(service);
  }

  /** A registry sends with a share of its bandwidth from now on; 1 is all of it. */
  public void setRegistryShare(int registry, double share) {
    pulls.setRegistryShare(registry, share);
  }

  @Override
  public List<String> registryNames() {
    return pulls.registryNames();
  }

  @Override
  public double registryBytes(int registry) {
    return pulls.registryBytes(registry);
  }

  @Override
  public double egressBitsPerSecond(int registry) {
    return pulls.egressBitsPerSecond(registry);
  }

  @Override
  public long overflows() {
    return pulls.overflows();
  }
}
