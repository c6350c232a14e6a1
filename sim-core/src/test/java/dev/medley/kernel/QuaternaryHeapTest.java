package dev.medley.kernel;

import static dev.medley.kernel.Calendar.kind;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What this calendar promises beyond the contract: bounded memory and tickets that never wrap. */
class QuaternaryHeapTest {
  private final Due due = new Due();

  @Test
  void cancelledTimeoutsDoNotPileUp() {
    QuaternaryHeap heap = new QuaternaryHeap();
    long[] timeouts = new long[100];
    for (int i = 0; i < 1_000_000; i++) {
      heap.cancel(timeouts[i % 100]);
      timeouts[i % 100] = heap.schedule(1_000_000_000L + i, kind(0, 0), i, 0);
    }
    assertThat(heap.size()).isEqualTo(100);
    assertThat(heap.capacity()).isLessThanOrEqualTo(256);
  }

  @Test
  void roomIsAtMostFourTimesWhatWasEverPending() {
    QuaternaryHeap heap = new QuaternaryHeap();
    SplitMix random = new SplitMix(5);
    long[] tickets = new long[3000];
    int most = 0;
    for (int i = 0; i < 300_000; i++) {
      int one = random.nextInt(tickets.length);
      if (!heap.cancel(tickets[one])) {
        tickets[one] = heap.schedule(random.nextInt(1_000_000), kind(0, 0), one, 0);
      }
      most = Math.max(most, heap.size());
    }
    assertThat(most).isBetween(1400, 1700);
    assertThat(heap.capacity()).isLessThanOrEqualTo(4 * most);
  }

  @Test
  void slotIsRetiredBeforeItsGenerationsRepeat() {
    QuaternaryHeap heap = new QuaternaryHeap(-4);
    long[] tickets = new long[1000];
    for (int i = 0; i < tickets.length; i++) {
      tickets[i] = heap.schedule(i, kind(0, i), 0, 0);
      if (i % 2 == 0) {
        assertThat(heap.pollUntil(i, due)).isTrue();
        assertThat(due.type()).isEqualTo(i);
      } else {
        assertThat(heap.cancel(tickets[i])).isTrue();
      }
    }
    assertThat(tickets).doesNotHaveDuplicates();
    for (long ticket : tickets) {
      assertThat(heap.isPending(ticket)).isFalse();
      assertThat(heap.cancel(ticket)).isFalse();
    }
    assertThat(heap.capacity()).isBetween(500, 1024);
  }
}
