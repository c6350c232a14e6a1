package dev.medley.cluster.engine.image;

import dev.medley.check.SimulationFault;
import dev.medley.kernel.Calendar;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Bandwidth between registries and nodes, shared max-min fairly and exactly.
 *
 * <p>A connection gets no more than its own limit; those of a node share its link, those of a
 * registry its egress. Rates are max-min fair (progressive filling): none can grow but at the cost
 * of one that is not greater. Nodes with the same link and as many connections of each kind are
 * alike, so their connections have the same rates: such nodes form a <em>group</em>, a group has
 * one {@link Lane} per kind, and rates are found for lanes, not for connections. A node whose
 * connections change moves to another group with all of them.
 *
 * <p>Cost per change, with n nodes in l lanes: O(l) to O(l<sup>2</sup>) for the rates and O(c log
 * n) for the c connections of the node. Ten thousand alike nodes have a handful of lanes; l grows
 * with the different links and numbers of connections that there are at once. One event for all.
 *
 * <p>Connections beyond a registry's limit wait in order. Bits are doubles; a transfer ends within
 * 0.05 ns of when it should.
 */
final class RegistryFlow {
  /** Hears how transfers go. */
  interface Listener {
    /** A transfer has got its connection. */
    void onConnected(Transfer transfer);

    /** All bytes have arrived. */
    void onTransferred(Transfer transfer);
  }

  /**
   * Connections that are alike.
   *
   * @param registry index of the registry
   * @param bitsPerSecond most that one gets, infinite for no limit
   */
  record Kind(int registry, double bitsPerSecond) {}

  /** Nodes that are alike. */
  private static final class Group {
    final int link;
    final int[] counts;
    final Lane[] lanes;
    final Group[] more;
    final Group[] fewer;

    /** Whether its nodes have no connection: then they are not counted. */
    final boolean idle;

    int nodes;

    /** Where it is among the busy groups, while it has nodes. */
    int position;

    // of the computation of rates
    double free;
    int open;
    boolean full;

    Group(int link, int[] counts) {
      this.link = link;
      this.counts = counts;
      this.lanes = new Lane[counts.length];
      this.more = new Group[counts.length];
      this.fewer = new Group[counts.length];
      this.idle = Arrays.stream(counts).allMatch(count -> count == 0);
      for (int kind = 0; kind < counts.length; kind++) {
        lanes[kind] = new Lane();
      }
    }
  }

  /** A node: its group and its connections. */
  private static final class Node {
    Group group;
    final List<Transfer> transfers = new ArrayList<>(4);

    Node(Group group) {
      this.group = group;
    }
  }

  /** A registry: what it gives, and who waits. */
  private static final class Registry {
    final double capacity;
    final int limit;
    final ArrayDeque<Transfer> waiting = new ArrayDeque<>();
    int connections;
    double measuredBits;

    /** What it can give at present, of its capacity. */
    double share = 1;

    // of the computation of rates
    double free;
    long open;
    boolean full;

    Registry(double capacity, int limit) {
      this.capacity = capacity;
      this.limit = limit;
    }
  }

  private static final double ROUNDING = 1 + 1e-12;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Simulation simulation;
  private final EventType due;
  private final long warmupNanos;
  private final Listener listener;
  private final Registry[] registries;
  private final int[] registryOf;
  private final double[] limitOf;
  private final double[] links;
  private final int[] linkOf;
  private final @Nullable Node[] nodes;
  private final Map<List<Integer>, Group> known;
  private final List<Group> busy = new ArrayList<>();
  private long updatedNanos;
  private long ticket = Calendar.NO_TICKET;
  private long ticketNanos;
  private boolean firing;

  /**
   * Prepares a network without traffic.
   *
   * @param due the type of the event that goes to {@link #onDue}
   * @param warmupNanos from when on traffic counts as measured
   * @param egressBitsPerSecond of each registry, infinite for no limit
   * @param connections of each registry at once
   * @param kinds of connections
   * @param linkBitsPerSecond of each node
   */
  RegistryFlow(
      Simulation simulation,
      EventType due,
      long warmupNanos,
      double[] egressBitsPerSecond,
      int[] connections,
      List<Kind> kinds,
      double[] linkBitsPerSecond,
      Listener listener) {
    this.simulation = simulation;
    this.due = due;
    this.warmupNanos = warmupNanos;
    this.listener = listener;
    registries = new Registry[egressBitsPerSecond.length];
    for (int r = 0; r < registries.length; r++) {
      registries[r] = new Registry(egressBitsPerSecond[r] / NANOS_PER_SECOND, connections[r]);
    }
    registryOf = kinds.stream().mapToInt(Kind::registry).toArray();
    limitOf = kinds.stream().mapToDouble(kind -> kind.bitsPerSecond() / NANOS_PER_SECOND).toArray();
    links = Arrays.stream(linkBitsPerSecond).distinct().map(l -> l / NANOS_PER_SECOND).toArray();
    Arrays.sort(links);
    linkOf = new int[linkBitsPerSecond.length];
    for (int n = 0; n < linkOf.length; n++) {
      linkOf[n] = Arrays.binarySearch(links, linkBitsPerSecond[n] / NANOS_PER_SECOND);
    }
    nodes = new Node[linkOf.length];
    known = new TreeMap<>(RegistryFlow::compare);
  }

  private static int compare(List<Integer> a, List<Integer> b) {
    for (int i = 0; i < a.size(); i++) {
      int order = Integer.compare(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** Opens a connection now, or when the registry has one left. */
  void start(Transfer transfer) {
    Registry registry = registryOf(transfer);
    if (registry.connections < registry.limit) {
      advance();
      connect(transfer, registry);
      settle();
    } else {
      transfer.state = Transfer.State.QUEUED;
      registry.waiting.add(transfer);
    }
  }

  /** Gives a transfer up; gives the bytes that have arrived, rounded down. */
  long withdraw(Transfer transfer) {
    Transfer.State was = transfer.state;
    transfer.state = Transfer.State.WITHDRAWN;
    if (was != Transfer.State.ACTIVE) {
      return was == Transfer.State.DONE ? transfer.bytes : 0;
    }
    advance();
    double left = disconnect(transfer);
    settle();
    return Math.min(transfer.bytes, (long) Math.floor((transfer.bits() - left) / 8));
  }

  /** Something may have arrived. */
  void onDue() {
    ticket = Calendar.NO_TICKET;
    advance();
    firing = true;
    for (Transfer arrived = firstDue(); arrived != null; arrived = firstDue()) {
      arrived.state = Transfer.State.DONE;
      disconnect(arrived);
      listener.onTransferred(arrived);
    }
    firing = false;
    settle();
  }

  /**
   * A registry gives a share of its capacity from now on.
   *
   * @param share greater than 0; 1 is all of it
   */
  void setShare(int registry, double share) {
    advance();
    registries[registry].share = share;
    settle();
  }

  /** Bits that a registry has sent after warm-up. */
  double measuredBits(int registry) {
    advance();
    return registries[registry].measuredBits;
  }

  private @Nullable Transfer firstDue() {
    for (int g = 0; g < busy.size(); g++) {
      for (Lane lane : busy.get(g).lanes) {
        if (lane.isDue()) {
          return lane.get(0);
        }
      }
    }
    return null;
  }

  private void connect(Transfer transfer, Registry registry) {
    registry.connections++;
    transfer.state = Transfer.State.ACTIVE;
    Node node = node(transfer);
    move(node, next(node.group, transfer.kind, 1));
    node.transfers.add(transfer);
    node.group.lanes[transfer.kind].add(transfer, transfer.bits());
    listener.onConnected(transfer);
  }

  /** Gives the bits that have not arrived. */
  private double disconnect(Transfer transfer) {
    Node node = node(transfer);
    double left = node.group.lanes[transfer.kind].remove(transfer);
    node.transfers.remove(transfer);
    move(node, next(node.group, transfer.kind, -1));
    Registry registry = registryOf(transfer);
    registry.connections--;
    // events are at whole nanoseconds: what arrives just before or after the end is its bits
    double correction = transfer.state == Transfer.State.DONE ? left : Math.min(0, left);
    registry.measuredBits += simulation.nowNanos() > warmupNanos ? correction : 0;
    Transfer next = registry.waiting.poll();
    while (next != null && next.state != Transfer.State.QUEUED) {
      next = registry.waiting.poll();
    }
    if (next != null) {
      connect(next, registry);
    }
    return left;
  }

  private Node node(Transfer transfer) {
    Node node = nodes[transfer.node];
    if (node == null) {
      node = new Node(group(linkOf[transfer.node], new int[registryOf.length]));
      nodes[transfer.node] = node;
    }
    return node;
  }

  private Registry registryOf(Transfer transfer) {
    return registries[registryOf[transfer.kind]];
  }

  /** The group of a node with one connection of a kind more or fewer. */
  private Group next(Group group, int kind, int change) {
    Group[] neighbours = change > 0 ? group.more : group.fewer;
    Group found = neighbours[kind];
    if (found == null) {
      int[] counts = group.counts.clone();
      counts[kind] += change;
      if (counts[kind] < 0) {
        throw new SimulationFault("a node gives up a connection that it does not have");
      }
      found = group(group.link, counts);
      neighbours[kind] = found;
    }
    return found;
  }

  private Group group(int link, int[] counts) {
    List<Integer> key = new ArrayList<>();
    key.add(link);
    Arrays.stream(counts).forEach(key::add);
    return known.computeIfAbsent(
        Collections.unmodifiableList(key), absent -> new Group(link, counts));
  }

  private void move(Node node, Group to) {
    Group from = node.group;
    for (int i = 0; i < node.transfers.size(); i++) {
      Transfer transfer = node.transfers.get(i);
      double left = from.lanes[transfer.kind].remove(transfer);
      to.lanes[transfer.kind].add(transfer, left);
    }
    if (!from.idle && --from.nodes == 0) {
      Group last = busy.remove(busy.size() - 1);
      if (last != from) {
        busy.set(from.position, last);
        last.position = from.position;
      }
    }
    if (!to.idle && to.nodes++ == 0) {
      to.position = busy.size();
      busy.add(to);
    }
    node.group = to;
  }

  private void advance() {
    long now = simulation.nowNanos();
    long elapsed = now - updatedNanos;
    if (elapsed == 0) {
      return;
    }
    long measured = Math.min(elapsed, Math.max(0, now - warmupNanos));
    updatedNanos = now;
    for (int g = 0; g < busy.size(); g++) {
      Lane[] lanes = busy.get(g).lanes;
      for (int kind = 0; kind < lanes.length; kind++) {
        Lane lane = lanes[kind];
        if (lane.size() > 0) {
          lane.clock += elapsed * lane.rate;
          Registry registry = registries[registryOf[kind]];
          registry.measuredBits += measured * lane.rate * lane.size();
        }
      }
    }
  }

  private void settle() {
    if (!firing) {
      shareOut();
      arm();
    }
  }

  /** Progressive filling: all rates rise together, each until something that it needs is full. */
  private void shareOut() {
    int open = openAll();
    double level = 0;
    while (open > 0) {
      level = Math.max(level, nextLevel());
      double limit = level * ROUNDING;
      for (Registry registry : registries) {
        registry.full = registry.open > 0 && registry.free / registry.open <= limit;
      }
      for (int g = 0; g < busy.size(); g++) {
        Group group = busy.get(g);
        group.full = group.open > 0 && group.free / group.open <= limit;
        // lanes that are still open carry a negative rate
        for (int kind = 0; kind < limitOf.length; kind++) {
          Lane lane = group.lanes[kind];
          boolean full = group.full || registries[registryOf[kind]].full || limitOf[kind] <= limit;
          if (full && lane.size() > 0 && lane.rate < 0) {
            fix(group, kind, Math.min(level, limitOf[kind]));
            open--;
          }
        }
      }
    }
  }

  private int openAll() {
    int open = 0;
    for (Registry registry : registries) {
      registry.free = registry.capacity * registry.share;
      registry.open = 0;
    }
    for (int g = 0; g < busy.size(); g++) {
      Group group = busy.get(g);
      group.free = links[group.link];
      group.open = 0;
      for (int kind = 0; kind < limitOf.length; kind++) {
        Lane lane = group.lanes[kind];
        if (lane.size() > 0) {
          lane.rate = -1;
          group.open += group.counts[kind];
          registries[registryOf[kind]].open += lane.size();
          open++;
        }
      }
    }
    return open;
  }

  private double nextLevel() {
    double next = Double.POSITIVE_INFINITY;
    for (Registry registry : registries) {
      if (registry.open > 0) {
        next = Math.min(next, registry.free / registry.open);
      }
    }
    for (int g = 0; g < busy.size(); g++) {
      Group group = busy.get(g);
      if (group.open > 0) {
        next = Math.min(next, group.free / group.open);
      }
      for (int kind = 0; kind < limitOf.length; kind++) {
        if (group.lanes[kind].size() > 0 && group.lanes[kind].rate < 0) {
          next = Math.min(next, limitOf[kind]);
        }
      }
    }
    return next;
  }

  private void fix(Group group, int kind, double rate) {
    Lane lane = group.lanes[kind];
    Registry registry = registries[registryOf[kind]];
    lane.rate = rate;
    group.open -= group.counts[kind];
    group.free = Math.max(0, group.free - rate * group.counts[kind]);
    registry.open -= lane.size();
    registry.free = Math.max(0, registry.free - rate * lane.size());
  }

  /** Makes sure that an event fires no later than the next arrival. */
  private void arm() {
    double ahead = Double.POSITIVE_INFINITY;
    for (int g = 0; g < busy.size(); g++) {
      for (Lane lane : busy.get(g).lanes) {
        ahead = Math.min(ahead, lane.nanosToNext());
      }
    }
    if (ahead == Double.POSITIVE_INFINITY) {
      simulation.cancel(ticket);
      ticket = Calendar.NO_TICKET;
      return;
    }
    long now = simulation.nowNanos();
    long at = now + Math.min(Math.max(0, (long) Math.ceil(ahead)), Long.MAX_VALUE - now);
    if (ticket != Calendar.NO_TICKET) {
      if (ticketNanos <= at) {
        return;
      }
      simulation.cancel(ticket);
    }
    ticketNanos = at;
    ticket = simulation.scheduleAt(due, at, 0);
  }
}
