package dev.medley.cluster.scheduling;

import dev.medley.cluster.host.HostTable;
import dev.medley.cluster.host.HostView;
import dev.medley.cluster.instance.InstanceSpec;
import java.util.Arrays;

/**
 * The best host for one kind of instance, kept while hosts change.
 *
 * <p>A tournament over blocks of hosts: each block knows its best host and how many of its hosts
 * each filter refuses, each inner node the better of its two sides. A host that changed costs one
 * block and the way from there to the root; hosts that did not change are not asked again, which is
 * why plug-ins must be pure. After more changes than the table remembers, everything is asked anew.
 *
 * <p>Cost: O(block + log hosts) per change since the last question, at most O(hosts) per question;
 * 2 to 3 bytes per host.
 */
final class HostIndex {
  /** No host admits the instance. */
  static final int NONE = -1;

  private static final int BLOCK = 16;

  private final SchedulingPipeline pipeline;
  private final InstanceSpec instance;
  private final HostTable hosts;
  private final HostView host;
  private final int blocks;

  /** Index of the first leaf, a power of two; node k has the children 2 k and 2 k + 1. */
  private final int firstLeaf;

  private final int[] bestHost;
  private final long[] bestScore;
  private final byte[] refusedInBlock;
  private final int[] refused;
  private long seenChanges;

  HostIndex(SchedulingPipeline pipeline, InstanceSpec instance, HostTable hosts) {
    this.pipeline = pipeline;
    this.instance = instance;
    this.hosts = hosts;
    this.host = hosts.view();
    blocks = (hosts.size() + BLOCK - 1) / BLOCK;
    firstLeaf = leaves(blocks);
    bestHost = new int[2 * firstLeaf];
    bestScore = new long[2 * firstLeaf];
    Arrays.fill(bestHost, NONE);
    refusedInBlock = new byte[blocks * pipeline.filters()];
    refused = new int[pipeline.filters()];
    askAll();
  }

  private static int leaves(int blocks) {
    return blocks <= 1 ? 1 : Integer.highestOneBit(blocks - 1) << 1;
  }

  /** Places in the arrays of an index over so many hosts. */
  static int nodes(int hosts) {
    return 2 * leaves((hosts + BLOCK - 1) / BLOCK);
  }

  /** The best host at present, or {@link #NONE}. */
  int best() {
    catchUp();
    return bestHost[1];
  }

  /** How many hosts each filter refuses at present, being the first that does. */
  int[] refused() {
    catchUp();
    return refused;
  }

  private void catchUp() {
    long changes = hosts.changes();
    if (changes - seenChanges > hosts.rememberedChanges()) {
      askAll();
      return;
    }
    int asked = NONE;
    for (long change = seenChanges; change < changes; change++) {
      int block = hosts.changedHost(change) / BLOCK;
      if (block != asked) {
        askBlock(block);
        decideUpwards(block);
        asked = block;
      }
    }
    seenChanges = changes;
  }

  private void askAll() {
    for (int block = 0; block < blocks; block++) {
      askBlock(block);
    }
    for (int node = firstLeaf - 1; node > 0; node--) {
      decide(node);
    }
    seenChanges = hosts.changes();
  }

  private void decideUpwards(int block) {
    for (int node = (firstLeaf + block) >> 1; node > 0; node >>= 1) {
      decide(node);
    }
  }

  /** The left side has the lower indices, so that it wins a tie. */
  private void decide(int node) {
    int left = 2 * node;
    int right = left + 1;
    boolean rightWins =
        bestHost[right] != NONE && (bestHost[left] == NONE || bestScore[right] > bestScore[left]);
    int winner = rightWins ? right : left;
    bestHost[node] = bestHost[winner];
    bestScore[node] = bestScore[winner];
  }

  private void askBlock(int block) {
    int filters = refused.length;
    int counts = block * filters;
    for (int f = 0; f < filters; f++) {
      refused[f] -= refusedInBlock[counts + f];
      refusedInBlock[counts + f] = 0;
    }
    int best = NONE;
    long score = 0;
    int end = Math.min(hosts.size(), (block + 1) * BLOCK);
    for (int h = block * BLOCK; h < end; h++) {
      host.moveTo(h);
      int refusing = pipeline.firstRefusing(instance, host);
      if (refusing < filters) {
        refusedInBlock[counts + refusing]++;
        refused[refusing]++;
        continue;
      }
      long here = pipeline.score(instance, host);
      if (best == NONE || here > score) {
        best = h;
        score = here;
      }
    }
    bestHost[firstLeaf + block] = best;
    bestScore[firstLeaf + block] = score;
  }
}
