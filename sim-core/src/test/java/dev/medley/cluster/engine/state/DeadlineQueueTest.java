package dev.medley.cluster.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ring of deadlines against a list of the requests that are still under way. */
class DeadlineQueueTest {

  @Test
  void everyRequestUnderWayComesUpInOrderOfItsDeadline() {
    for (long seed = 1; seed <= 20; seed++) {
      RandomStream random = new StreamTree(seed, 0).stream("deadlines");
      RequestTable requests = new RequestTable();
      DeadlineQueue queue = new DeadlineQueue();
      List<Integer> underWay = new ArrayList<>();
      for (int i = 0; i < 20_000; i++) {
        if (random.nextInt(100) < 51 || underWay.isEmpty()) {
          int row = requests.create();
          requests.phase[row] = RequestTable.OUTBOUND;
          requests.arrivedNanos[row] = i;
          queue.add(i, row, requests);
          underWay.add(row);
        } else {
          requests.release(underWay.remove(random.nextInt(underWay.size())));
        }
        assertThat(requests.size()).isEqualTo(underWay.size());
      }
      List<Integer> expected = new ArrayList<>(underWay);
      expected.sort((a, b) -> Long.compare(requests.arrivedNanos[a], requests.arrivedNanos[b]));
      List<Integer> found = new ArrayList<>();
      int entries = 0;
      while (!queue.isEmpty()) {
        int row = queue.firstRequest();
        if (requests.generation(row) == queue.firstGeneration()) {
          assertThat(queue.firstDeadlineNanos()).isEqualTo(requests.arrivedNanos[row]);
          found.add(row);
        }
        queue.removeFirst();
        entries++;
      }
      assertThat(found).as("seed %d", seed).isEqualTo(expected);
      // twice those under way at most, after the last time that it was full, and the least ring
      assertThat(entries).isLessThan(4 * underWay.size() + 256);
    }
  }
}
