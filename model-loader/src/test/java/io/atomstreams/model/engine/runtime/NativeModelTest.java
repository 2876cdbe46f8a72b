package io.atomstreams.model.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.model.Model;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NativeModelTest {

  private static final ModelRef REF = new ModelRef("churn", 1);
  private static final ModelSignature SIGNATURE =
      ModelSignature.probability("x", "p", List.of("a"));

  /** Stays in its second call, the first after the trial, until it is let go. */
  private static final class HeldCall implements NativeCall {
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch released = new CountDownLatch(1);
    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    volatile boolean closedInACall;

    @Override
    public void run(float[] rows, int rowCount, float[] out) {
      if (calls.incrementAndGet() == 2) {
        entered.countDown();
        try {
          released.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        closedInACall = closed.get() > 0;
      }
      out[0] = rows[0];
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  @Test
  void closesOnlyWhenTheCallInFlightHasReturned() throws Exception {
    HeldCall call = new HeldCall();
    Model model = NativeModel.tried(REF, SIGNATURE, call);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<?> scoring = threads.submit(() -> model.score(new float[] {1}, 1, new float[1]));
      call.entered.await();
      Future<?> closing = threads.submit(model::close);
      assertThatThrownBy(() -> closing.get(50, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      call.released.countDown();
      scoring.get();
      closing.get();
    } finally {
      threads.shutdownNow();
    }
    model.close();

    assertThat(call.closedInACall).isFalse();
    assertThat(call.closed).hasValue(1);
    assertThatThrownBy(() -> model.score(new float[] {1}, 1, new float[1]))
        .isInstanceOf(ModelException.class)
        .hasMessage("model churn@1: scored after it was closed");
  }

  @Test
  void closesACallThatCannotRunARowOfZeros() {
    int[] closed = new int[1];
    NativeCall broken =
        new NativeCall() {
          @Override
          public void run(float[] rows, int rowCount, float[] out) {
            throw new ModelException("no row");
          }

          @Override
          public void close() {
            closed[0]++;
          }
        };

    assertThatThrownBy(() -> NativeModel.tried(REF, SIGNATURE, broken)).hasMessage("no row");
    assertThat(closed[0]).isEqualTo(1);
  }

  @Test
  void runsNoEmptyBatch() {
    HeldCall call = new HeldCall();
    try (Model model = NativeModel.tried(REF, SIGNATURE, call)) {
      model.score(new float[0], 0, new float[0]);
    }

    assertThat(call.calls).hasValue(1);
  }
}
