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
      List<Request> underWay = new ArrayList<>();
      for (int i = 0; i < 20_000; i++) {
        if (random.nextInt(100) < 51 || underWay.isEmpty()) {
          Request request = requests.create();
          request.phase = RequestTable.OUTBOUND;
          request.arrivedNanos = i;
          queue.add(i, request, requests);
          underWay.add(request);
        } else {
          requests.release(underWay.remove(random.nextInt(underWay.size())));
        }
        assertThat(requests.size()).isEqualTo(underWay.size());
      }
      List<Request> expected = new ArrayList<>(underWay);
      expected.sort((a, b) -> Long.compare(a.arrivedNanos, b.arrivedNanos));
      List<Request> found = new ArrayList<>();
      int entries = 0;
      while (!queue.isEmpty()) {
        Request request = requests.row(queue.firstRow());
        if (request.generation() == queue.firstGeneration()) {
          assertThat(queue.firstDeadlineNanos()).isEqualTo(request.arrivedNanos);
          found.add(request);
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
