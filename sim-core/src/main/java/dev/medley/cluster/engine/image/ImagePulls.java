package dev.medley.cluster.engine.image;

import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.host.HostTable;
import dev.medley.cluster.image.ImageDelivery;
import dev.medley.cluster.resource.Bandwidth;
import dev.medley.kernel.Calendar;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import dev.medley.random.StreamTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings images to nodes, layer by layer, and keeps their disks within bounds.
 *
 * <p>A pull verifies the image, then fetches the layers that the node lacks, lowest first and so
 * many at once, and unpacks them one after the other in that order. Unpacking takes as long as the
 * slower of inflating (one core) and writing (the host's storage, for itself); with streaming it
 * begins with the layer's fetch and ends no earlier than it. That is exact unless a fetch falls
 * behind the inflating and overtakes it later; then it is a lower bound by what was lost.
 *
 * <p>A node begins its pulls in the order in which they were asked for, so many at once. All
 * instances of a service on a node wait for one pull. A layer that another pull of the node has
 * under way is waited for, not fetched again. When the last instance that waits is given up, the
 * pull is dropped with all it has brought, as kubelet cancels the call and containerd's lease ends;
 * a pull that waited for one of its layers fetches that itself.
 *
 * <p>Images are evicted when the disk passes its high mark (kubelet looks every five minutes, this
 * does at once): whole images that no placed instance uses, least recently used first. Images in
 * use may exceed the disk, which is counted.
 *
 * <p>Cost: O(layers of the image) per layer and per placed instance, and what {@link RegistryFlow}
 * takes.
 */
final class ImagePulls implements RegistryFlow.Listener {
  private static final int NO_LAYER = -1;

  private final Simulation simulation;
  private final HostTable hosts;
  private final long warmupNanos;
  private final IntConsumer arrived;
  private final ImageCatalog catalog;
  private final boolean streaming;
  private final @Nullable Bandwidth inflate;
  private final ImageDelivery.@Nullable Cache cache;
  private final int pullsPerNode;
  private final RegistryFlow flow;
  private final List<ImageStatistics> statistics = new ArrayList<>();
  private final @Nullable NodeDisk[] disks;
  private final List<@Nullable ImagePull> pulls = new ArrayList<>();
  private final List<Integer> freeRows = new ArrayList<>();
  private final EventType verified;
  private final EventType unpacked;
  private long overflows;

  /**
   * Prepares nodes without images.
   *
   * @param arrived is told of every instance that waited and whose node has the image now
   */
  ImagePulls(
      Simulation simulation,
      HostTable hosts,
      ImageDelivery delivery,
      List<ServiceRun> services,
      StreamTree streams,
      long warmupNanos,
      IntConsumer arrived) {
    this.simulation = simulation;
    this.hosts = hosts;
    this.warmupNanos = warmupNanos;
    this.arrived = arrived;
    this.catalog = new ImageCatalog(delivery, services, streams);
    this.streaming = delivery.streaming();
    this.inflate = delivery.inflate();
    this.cache = delivery.cache();
    Integer atOnce = delivery.pullsPerNode();
    this.pullsPerNode = atOnce == null ? Integer.MAX_VALUE : atOnce;
    this.disks = new NodeDisk[hosts.size()];
    services.forEach(service -> statistics.add(new ImageStatistics()));
    double[] links = new double[hosts.size()];
    for (int host = 0; host < links.length; host++) {
      links[host] = hosts.spec(host).type().link().bitsPerSecond();
    }
    EventType bytesArrived =
        simulation.register("layer-fetched", (int subject) -> this.onBytesArrived());
    this.flow =
        new RegistryFlow(
            simulation,
            bytesArrived,
            warmupNanos,
            catalog.egressBitsPerSecond(),
            catalog.connections(),
            catalog.kinds(),
            links,
            this);
    this.verified = simulation.register("image-verified", this::onVerified);
    this.unpacked = simulation.register("layer-unpacked", this::onUnpacked);
  }

  /** Whether the image of a service is pulled at all. */
  boolean pulls(int service) {
    return catalog.image(service) != null;
  }

  /** An instance is placed on a node: its image stays there. Whether the image is there already. */
  boolean placed(int service, int node) {
    NodeDisk disk = disk(node);
    NodeDisk.Image image = disk.image(service);
    image.users++;
    int[] layers = layers(service);
    long needed = 0;
    long there = 0;
    boolean all = true;
    for (int layer : layers) {
      boolean has = disk.has(layer);
      all &= has;
      needed += catalog.bytes(layer);
      there += has ? catalog.bytes(layer) : 0;
    }
    if (simulation.nowNanos() >= warmupNanos) {
      statistics.get(service).neededBytes += needed;
      statistics.get(service).presentBytes += there;
    }
    if (all && !image.present && image.pull == null) {
      image.present = true;
      for (int layer : layers) {
        Objects.requireNonNull(disk.layer(layer)).references++;
      }
    }
    return image.present;
  }

  /** An instance is placed on a node that has the image from the beginning. */
  void preload(int service, int node) {
    NodeDisk disk = disk(node);
    NodeDisk.Image image = disk.image(service);
    image.users++;
    if (!image.present) {
      image.present = true;
      for (int layer : layers(service)) {
        NodeDisk.Layer there = disk.layer(layer);
        if (there == null) {
          there = disk.claim(layer);
          there.present = true;
          disk.usedBytes += catalog.diskBytes(layer);
        }
        there.references++;
      }
      evict(disk);
    }
  }

  /** A placed instance has left its node. */
  void left(int service, int node) {
    NodeDisk disk = disk(node);
    NodeDisk.Image image = disk.image(service);
    image.users--;
    image.lastUsedNanos = simulation.nowNanos();
    evict(disk);
  }

  /** A placed instance waits for its image; told at once when the image is there. */
  void await(int instance, int service, int node) {
    NodeDisk disk = disk(node);
    NodeDisk.Image image = disk.image(service);
    if (image.present) {
      arrived.accept(instance);
      return;
    }
    ImagePull pull = image.pull;
    if (pull != null) {
      pull.waiting.add(instance);
    } else {
      ask(disk, image).waiting.add(instance);
      beginNext(disk);
    }
  }

  /** An instance waits no more; harmless when it does not wait. */
  void cancel(int instance, int service, int node) {
    ImagePull pull = disk(node).image(service).pull;
    if (pull != null && pull.waiting.remove(Integer.valueOf(instance)) && pull.waiting.isEmpty()) {
      drop(pull);
    }
  }

  /** What is measured of a service's image. */
  ImageStatistics statistics(int service) {
    return statistics.get(service);
  }

  /** Names of the registries. */
  void setRegistryShare(int registry, double share) {
    flow.setShare(registry, share);
  }

  List<String> registryNames() {
    return catalog.registryNames();
  }

  /** Bytes that a registry has sent after warm-up. */
  double registryBytes(int registry) {
    return flow.measuredBits(registry) / 8;
  }

  /** Egress of a registry, bits per second, infinite for no limit. */
  double egressBitsPerSecond(int registry) {
    return catalog.egressBitsPerSecond()[registry];
  }

  /** Times at which images in use exceeded the disk of a node. */
  long overflows() {
    return overflows;
  }

  private void onBytesArrived() {
    flow.onDue();
  }

  private void onVerified(int row) {
    ImagePull pull = pull(row);
    pull.ticket = Calendar.NO_TICKET;
    pull.verified = true;
    advance(pull);
  }

  @Override
  public void onConnected(Transfer transfer) {
    unpackNext(pull(transfer.subject));
  }

  @Override
  public void onTransferred(Transfer transfer) {
    ImagePull pull = pull(transfer.subject);
    pull.progress[transfer.part] = ImagePull.Progress.FETCHED;
    pull.fetching--;
    count(pull, transfer.bytes);
    if (inflate == null) {
      complete(pull, transfer.part);
    }
    advance(pull);
  }

  private void onUnpacked(int row) {
    ImagePull pull = pull(row);
    int position = pull.unpacking;
    pull.ticket = Calendar.NO_TICKET;
    pull.unpacking = NO_LAYER;
    complete(pull, position);
    advance(pull);
  }

  private ImagePull ask(NodeDisk disk, NodeDisk.Image image) {
    int row = freeRows.isEmpty() ? pulls.size() : freeRows.remove(freeRows.size() - 1);
    ImagePull pull =
        new ImagePull(row, disk, image, layers(image.index).length, simulation.nowNanos());
    if (row == pulls.size()) {
      pulls.add(pull);
    } else {
      pulls.set(row, pull);
    }
    image.pull = pull;
    disk.pulls.add(pull);
    return pull;
  }

  /** Begins the oldest pulls of a node, as many as may go at once. */
  private void beginNext(NodeDisk disk) {
    for (int i = 0; i < Math.min(pullsPerNode, disk.pulls.size()); i++) {
      ImagePull pull = disk.pulls.get(i);
      if (!pull.begun) {
        pull.begun = true;
        long nanos = imageOf(pull).nextVerificationNanos();
        if (nanos > 0) {
          pull.ticket = simulation.schedule(verified, nanos, pull.row);
        } else {
          onVerified(pull.row);
        }
        beginNext(disk);
        return;
      }
    }
  }

  /** Fetches what may be fetched, unpacks what may be unpacked, ends the pull when all is there. */
  private void advance(ImagePull pull) {
    if (pull.image.pull != pull || !pull.verified) {
      return;
    }
    ImageCatalog.Image image = imageOf(pull);
    for (int position = 0; position < image.layers.length; position++) {
      if (pull.progress[position] == ImagePull.Progress.OPEN) {
        NodeDisk.Layer layer = pull.disk.layer(image.layers[position]);
        if (layer == null && pull.fetching < image.parallel) {
          fetch(pull, position);
        } else if (layer != null && layer.present) {
          layer.references++;
          pull.progress[position] = ImagePull.Progress.DONE;
        }
      }
    }
    unpackNext(pull);
    if (pull.isDone()) {
      end(pull);
      pull.image.present = true;
      if (pull.beganNanos >= warmupNanos) {
        statistics(pull.image.index).pull.recordNanos(simulation.nowNanos() - pull.beganNanos);
      }
      evict(pull.disk);
      pull.waiting.forEach(arrived::accept);
      beginNext(pull.disk);
    }
  }

  private void fetch(ImagePull pull, int position) {
    ImageCatalog.Image image = imageOf(pull);
    int layer = image.layers[position];
    pull.disk.claim(layer);
    pull.progress[position] = ImagePull.Progress.FETCHING;
    pull.fetching++;
    Transfer fetch =
        new Transfer(pull.disk.node, image.kind, pull.row, position, catalog.bytes(layer));
    pull.fetches[position] = fetch;
    flow.start(fetch);
  }

  /** Begins to unpack the lowest layer that is not, or plans the end of the one under way. */
  private void unpackNext(ImagePull pull) {
    if (inflate == null) {
      return;
    }
    if (pull.unpacking == NO_LAYER) {
      int lowest = lowestPacked(pull);
      if (lowest == NO_LAYER || !mayUnpack(pull, lowest)) {
        return;
      }
      pull.unpacking = lowest;
      pull.unpackBeganNanos = simulation.nowNanos();
    }
    if (pull.ticket == Calendar.NO_TICKET
        && pull.progress[pull.unpacking] == ImagePull.Progress.FETCHED) {
      long began = pull.unpackBeganNanos;
      long end = began + Math.min(unpackNanos(pull, pull.unpacking), Long.MAX_VALUE - began);
      pull.ticket = simulation.scheduleAt(unpacked, Math.max(simulation.nowNanos(), end), pull.row);
    }
  }

  private static int lowestPacked(ImagePull pull) {
    for (int position = 0; position < pull.progress.length; position++) {
      ImagePull.Progress progress = pull.progress[position];
      if (progress == ImagePull.Progress.FETCHING || progress == ImagePull.Progress.FETCHED) {
        return position;
      }
    }
    return NO_LAYER;
  }

  private boolean mayUnpack(ImagePull pull, int position) {
    Transfer fetch = Objects.requireNonNull(pull.fetches[position]);
    return pull.progress[position] == ImagePull.Progress.FETCHED
        || (streaming && fetch.state == Transfer.State.ACTIVE);
  }

  private long unpackNanos(ImagePull pull, int position) {
    int layer = imageOf(pull).layers[position];
    long inflating = Objects.requireNonNull(inflate).transferNanos(catalog.bytes(layer));
    Bandwidth storage = hosts.spec(pull.disk.node).type().storage();
    return Math.max(inflating, storage.transferNanos(catalog.unpackedBytes(layer)));
  }

  /** A layer of a pull is there: pulls of the node that waited for it go on. */
  private void complete(ImagePull pull, int position) {
    int layer = imageOf(pull).layers[position];
    NodeDisk.Layer there = Objects.requireNonNull(pull.disk.layer(layer));
    there.present = true;
    there.references = 1;
    pull.disk.usedBytes += catalog.diskBytes(layer);
    pull.progress[position] = ImagePull.Progress.DONE;
    advanceOthers(pull);
  }

  private void advanceOthers(ImagePull pull) {
    if (pull.disk.pulls.isEmpty()) {
      return;
    }
    for (ImagePull other : List.copyOf(pull.disk.pulls)) {
      if (other != pull) {
        advance(other);
      }
    }
  }

  private void drop(ImagePull pull) {
    simulation.cancel(pull.ticket);
    end(pull);
    int[] layers = layers(pull.image.index);
    // first those without a connection, lest they get the one that another leaves
    for (Transfer fetch : pull.fetches) {
      if (fetch != null && fetch.state == Transfer.State.QUEUED) {
        flow.withdraw(fetch);
      }
    }
    for (int position = 0; position < layers.length; position++) {
      switch (pull.progress[position]) {
        case OPEN -> {
          // nothing of it is there for this pull
        }
        case FETCHING -> {
          count(pull, flow.withdraw(Objects.requireNonNull(pull.fetches[position])));
          pull.disk.forget(layers[position]);
        }
        case FETCHED -> pull.disk.forget(layers[position]);
        case DONE -> release(pull.disk, layers[position]);
      }
    }
    if (simulation.nowNanos() >= warmupNanos) {
      statistics(pull.image.index).dropped++;
    }
    advanceOthers(pull);
    beginNext(pull.disk);
  }

  private void end(ImagePull pull) {
    pull.image.pull = null;
    pull.image.lastUsedNanos = simulation.nowNanos();
    pull.disk.pulls.remove(pull);
    pulls.set(pull.row, null);
    freeRows.add(pull.row);
  }

  private void release(NodeDisk disk, int layer) {
    NodeDisk.Layer there = Objects.requireNonNull(disk.layer(layer));
    if (--there.references == 0) {
      disk.forget(layer);
      disk.usedBytes -= catalog.diskBytes(layer);
    }
  }

  private void evict(NodeDisk disk) {
    if (cache == null || disk.usedBytes <= cache.high() * cache.capacity().bytes()) {
      return;
    }
    while (disk.usedBytes > cache.low() * cache.capacity().bytes()) {
      NodeDisk.Image oldest = disk.leastRecentlyUsed();
      if (oldest == null) {
        overflows += disk.usedBytes > cache.capacity().bytes() ? 1 : 0;
        return;
      }
      oldest.present = false;
      for (int layer : layers(oldest.index)) {
        release(disk, layer);
      }
      if (simulation.nowNanos() >= warmupNanos) {
        statistics(oldest.index).evictions++;
      }
    }
  }

  private void count(ImagePull pull, long bytes) {
    if (simulation.nowNanos() >= warmupNanos) {
      statistics(pull.image.index).pulledBytes += bytes;
    }
  }

  private ImagePull pull(int row) {
    return Objects.requireNonNull(pulls.get(row));
  }

  private ImageCatalog.Image imageOf(ImagePull pull) {
    return Objects.requireNonNull(catalog.image(pull.image.index));
  }

  private int[] layers(int service) {
    return Objects.requireNonNull(catalog.image(service)).layers;
  }

  private NodeDisk disk(int node) {
    NodeDisk disk = disks[node];
    if (disk == null) {
      disk = new NodeDisk(node);
      disks[node] = disk;
    }
    return disk;
  }
}
