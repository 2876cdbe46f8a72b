package io.atomstreams.operators.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CounterRandomTest {

  /**
   * The first outputs of SplitMix64 with seed 1234567, as its authors' reference code gives them.
   */
  @Test
  void givesThePublishedSequence() {
    CounterRandom random = new CounterRandom(1234567);

    assertThat(random.nextLong()).isEqualTo(6457827717110365317L);
    assertThat(random.nextLong()).isEqualTo(3203168211198807973L);
    assertThat(random.nextLong()).isEqualTo(Long.parseUnsignedLong("9817491932198370423"));
  }

  @Test
  void goesOnWhereItStoodWhenItWasWritten() throws IOException {
    CounterRandom random = new CounterRandom(7);
    random.nextLong();
    BytesOutput out = new BytesOutput();
    random.write(out);

    CounterRandom read =
        CounterRandom.read(
            new DataInputStream(new ByteArrayInputStream(out.array(), 0, out.size())));

    assertThat(read.nextLong()).isEqualTo(random.nextLong());
  }

  @Test
  void drawsEvenlyFromARange() {
    CounterRandom random = new CounterRandom(3);
    int[] counts = new int[7];
    for (int i = 0; i < 70_000; i++) {
      counts[random.nextInt(7)]++;
    }
    assertThat(Arrays.stream(counts).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(9_600, 10_400));
  }
}
