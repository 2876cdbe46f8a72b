package io.atomstreams.model.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.model.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SharedModelsTest {

  private final SharedModels models = new SharedModels();

  @Test
  void opensAModelOnceAndClosesItWithTheLastLease() {
    CountedModel model = new CountedModel();
    Lease first = models.lease("d", () -> model);
    Lease second =
        models.lease(
            "d",
            () -> {
              throw new AssertionError("opened twice");
            });

    assertThat(first.model()).isSameAs(second.model());
    assertThat(models.leases("d")).isEqualTo(2);
    first.close();
    first.close();
    assertThat(model.closed).hasValue(0);
    second.close();
    assertThat(model.closed).hasValue(1);
    assertThat(models.openModels()).isZero();
  }

  @Test
  void opensAModelAgainAfterItWasClosed() {
    CountedModel first = new CountedModel();
    CountedModel second = new CountedModel();
    models.lease("d", () -> first).close();

    try (Lease lease = models.lease("d", () -> second)) {
      assertThat(lease.model()).isSameAs(second);
    }
    assertThat(second.closed).hasValue(1);
  }

  @Test
  void keepsDifferentModelsApart() {
    try (Lease a = models.lease("a", CountedModel::new);
        Lease b = models.lease("b", CountedModel::new)) {
      assertThat(a.model()).isNotSameAs(b.model());
      assertThat(models.openModels()).isEqualTo(2);
    }
  }

  @Test
  void keepsNothingOfAModelThatCouldNotBeOpened() {
    assertThatThrownBy(
            () ->
                models.lease(
                    "d",
                    () -> {
                      throw new ModelException("broken");
                    }))
        .hasMessage("broken");

    assertThat(models.openModels()).isZero();
    assertThat(models.leases("d")).isZero();
  }

  @Test
  void givesNoModelThroughALeaseThatWasReturned() {
    Lease lease = models.lease("d", CountedModel::new);
    lease.close();

    assertThatThrownBy(lease::model)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("given back");
  }

  @Test
  void neverLetsAHolderScoreAClosedModel() throws Exception {
    ConcurrentLinkedQueue<CountedModel> opened = new ConcurrentLinkedQueue<>();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> holders = new ArrayList<>();
      for (int holder = 0; holder < 4; holder++) {
        holders.add(
            () -> {
              for (int round = 0; round < 5_000; round++) {
                try (Lease lease = models.lease("d" + round % 3, () -> open(opened))) {
                  lease.model().score(new float[1], 1, new float[1]);
                }
              }
              return null;
            });
      }
      for (Future<Void> holder : threads.invokeAll(holders)) {
        holder.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(models.openModels()).isZero();
    assertThat(opened).isNotEmpty().allSatisfy(model -> assertThat(model.closed).hasValue(1));
  }

  private static CountedModel open(ConcurrentLinkedQueue<CountedModel> opened) {
    CountedModel model = new CountedModel();
    opened.add(model);
    return model;
  }
}
