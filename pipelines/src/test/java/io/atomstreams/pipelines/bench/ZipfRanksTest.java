package io.atomstreams.pipelines.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ZipfRanksTest {

  /** With three ranks at s = 1 the shares are 6/11, 3/11 and 2/11. */
  @Test
  void aDrawGivesTheRankWhoseShareItFallsInto() {
    ZipfRanks ranks = new ZipfRanks(3, 1);
    assertThat(ranks.rank(0)).isZero();
    assertThat(ranks.rank(5.99 / 11)).isZero();
    assertThat(ranks.rank(6.01 / 11)).isEqualTo(1);
    assertThat(ranks.rank(8.99 / 11)).isEqualTo(1);
    assertThat(ranks.rank(9.01 / 11)).isEqualTo(2);
    assertThat(ranks.rank(Math.nextDown(1.0))).isEqualTo(2);
  }

  @Test
  void aSteeperLawGivesTheFirstMore() {
    assertThat(new ZipfRanks(3, 2).rank(0.7)).isZero();
    assertThat(new ZipfRanks(3, 1).rank(0.7)).isEqualTo(1);
  }

  @Test
  void saysWhatItCannotDraw() {
    assertThatThrownBy(() -> new ZipfRanks(0, 1))
        .hasMessageContaining("0 ranks")
        .hasMessageContaining("1 to");
    assertThatThrownBy(() -> new ZipfRanks(1, 0)).hasMessageContaining("skew is 0.0");
    assertThatThrownBy(() -> new Workload(1, 60_000_000, 1, 0)).hasMessageContaining("60,000,000");
    assertThatThrownBy(() -> new Workload(1, 1, 1, 1.5)).hasMessageContaining("orders is 1.5");
  }
}
