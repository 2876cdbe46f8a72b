package io.atomstreams.operators.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.scoring.Brownout.Shed;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BrownoutTest {

  private final Brownout brownout = new Brownout(new Brownout.Options(Duration.ofMillis(100)));

  private void waits(int batches, long millis) {
    for (int i = 0; i < batches; i++) {
      brownout.waited(millis * 1000);
    }
  }

  @Test
  void shedsShadowsThenExplanationsThenProfiles() {
    waits(1000, 90);
    assertThat(brownout.level()).isZero();
    waits(1000, 150);
    assertThat(brownout.sheds(Shed.SHADOWS)).isTrue();
    assertThat(brownout.sheds(Shed.EXPLANATIONS)).isFalse();
    waits(1000, 250);
    assertThat(brownout.sheds(Shed.EXPLANATIONS)).isTrue();
    assertThat(brownout.sheds(Shed.PROFILES)).isFalse();
    waits(1000, 350);
    assertThat(brownout.sheds(Shed.PROFILES)).isTrue();
  }

  @Test
  void isNotMovedByOneSlowBatch() {
    waits(100, 1);
    waits(1, 2000);
    assertThat(brownout.level()).isZero();
  }

  @Test
  void comesBackOnlyWellBelowWhereItWent() {
    waits(1000, 150);
    waits(1000, 60);
    assertThat(brownout.level()).isEqualTo(1);
    waits(1000, 40);
    assertThat(brownout.level()).isZero();
  }

  @Test
  void neverShedsWithAThresholdOfZero() {
    Brownout never = new Brownout(new Brownout.Options(Duration.ZERO));
    for (int i = 0; i < 1000; i++) {
      never.waited(Long.MAX_VALUE / 2);
    }
    assertThat(never.level()).isZero();
    assertThatThrownBy(() -> new Brownout.Options(Duration.ofMillis(-1)))
        .hasMessageContaining("must be 0 (never) to 1h");
  }
}
