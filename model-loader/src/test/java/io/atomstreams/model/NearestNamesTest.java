package io.atomstreams.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NearestNamesTest {

  @Test
  void countsEachKindOfEditOnce() {
    assertThat(NearestNames.distance("threshold", "treshold")).isEqualTo(1);
    assertThat(NearestNames.distance("topic", "topics")).isEqualTo(1);
    assertThat(NearestNames.distance("port", "post")).isEqualTo(1);
    assertThat(NearestNames.distance("ahead", "haead")).isEqualTo(1);
    assertThat(NearestNames.distance("", "abc")).isEqualTo(3);
  }

  @Test
  void putsTheNearestFirstAndLeavesOutTheFar() {
    List<String> known = List.of("scoring", "storing", "learning", "monitoring");

    assertThat(NearestNames.of("scorring", known)).containsExactly("scoring", "storing");
    assertThat(NearestNames.of("xyz", known)).isEmpty();
    assertThat(NearestNames.nearest("max-ahead", List.of("maxAhead"))).contains("maxAhead");
  }

  @Property(tries = 300)
  void isAMetricWhereItMatters(
      @ForAll @AlphaChars @StringLength(max = 12) String a,
      @ForAll @AlphaChars @StringLength(max = 12) String b) {
    int distance = NearestNames.distance(a, b);
    assertThat(distance).isEqualTo(NearestNames.distance(b, a));
    assertThat(distance == 0).isEqualTo(a.equals(b));
    assertThat(distance)
        .isBetween(Math.abs(a.length() - b.length()), Math.max(a.length(), b.length()));
  }
}
