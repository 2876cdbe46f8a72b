package io.atomstreams.pipelines.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class StateSizeTest {

  private static final Offset<Double> CLOSE = Offset.offset(1e-9);

  @Test
  void dividesTheSavepointByTheEntitiesThatTheWorkloadDrew() {
    Workload workload = new Workload(4_000, 200, 0, 1);
    BenchEvents events = new BenchEvents(workload);
    events.forEachRemaining(event -> assertThat(event.value()).hasSize(BenchEvents.BYTES));

    Map<String, Double> figures =
        StateSize.figures(Map.of("features", 80_000L, "scoring", 0L), events, workload.events());
    assertThat(figures.get("customers")).isEqualTo(200, CLOSE);
    assertThat(figures.get("eventsPerCustomer")).isEqualTo(20, CLOSE);
    assertThat(figures.get("savepointBytesPerCustomer")).isEqualTo(400, CLOSE);
    assertThat(figures).doesNotContainKey("products");

    figures = StateSize.figures(Map.of("features", 0L, "entities", 9L), events, workload.events());
    assertThat(figures.get("savepointBytesPerProduct"))
        .isEqualTo(9.0 / events.productsDrawn(), CLOSE);
  }
}
