package io.atomstreams.operators.learning.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WindowsTest {

  private static Windows after(int examples) {
    Windows windows = new Windows();
    for (int length = Windows.GRID; length <= examples; length += Windows.GRID) {
      windows.open(length);
    }
    return windows;
  }

  @Test
  void followsLengthsThatGrowByAFactorOfTwoAtMost() {
    int length = 100_000;
    Windows windows = after(length);

    assertThat(windows.start(0)).isZero();
    assertThat(windows.count()).isLessThanOrEqualTo(26);
    for (int w = 1; w < windows.count(); w++) {
      int longer = length - windows.start(w - 1);
      int shorter = length - windows.start(w);
      assertThat(longer).isGreaterThan(shorter);
      assertThat(longer).isLessThanOrEqualTo(2 * shorter + 2 * Windows.GRID);
    }
  }

  @Test
  void prefersAShorterWindowOnlyWhenItIsAheadByMoreThanChance() {
    Windows windows = after(200);
    int window = 3;
    windows.differed(window, true);
    assertThat(windows.best(200)).as("one more right than wrong is what a coin does").isZero();
    windows.differed(window, true);
    assertThat(windows.best(200)).isEqualTo(window);
    windows.differed(window, false);
    assertThat(windows.best(200)).as("1 of 3: not above √3").isZero();
  }

  @Test
  void beginsToCompareAnewWhenItShrinks() {
    Windows windows = after(400);
    int window = 2;
    int start = windows.start(window);
    int next = windows.start(window + 1);
    windows.differed(window, true);
    windows.differed(window, true);
    windows.shrinkTo(windows.best(400));

    assertThat(windows.start(0)).isZero();
    assertThat(windows.start(1)).isEqualTo(next - start);
    assertThat(windows.best(400 - start)).isZero();
  }

  @Test
  void neverTakesAWindowOfFewerThanFiftyExamples() {
    Windows windows = after(400);
    int last = windows.count() - 1;
    for (int i = 0; i < 10; i++) {
      windows.differed(last, true);
    }
    assertThat(windows.best(windows.start(last) + Windows.SHORTEST - 1)).isZero();
    assertThat(windows.best(windows.start(last) + Windows.SHORTEST)).isEqualTo(last);
  }
}
