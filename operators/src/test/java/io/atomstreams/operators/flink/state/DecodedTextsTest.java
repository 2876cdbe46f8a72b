package io.atomstreams.operators.flink.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecodedTextsTest {

  private final DecodedTexts texts = new DecodedTexts();

  /** The text as it stands in a record: other bytes before and behind it. */
  private String find(String text, int filler) {
    byte[] encoded = Wtf8.encode(text);
    byte[] bytes = new byte[DecodedTexts.AHEAD + encoded.length + 3];
    Arrays.fill(bytes, (byte) filler);
    System.arraycopy(encoded, 0, bytes, DecodedTexts.AHEAD, encoded.length);
    int from = DecodedTexts.AHEAD;
    return texts.find(bytes, from, from + encoded.length);
  }

  @Test
  void oneObjectServesAllRecordsWhateverStandsAround() {
    for (String text : List.of("", "w", "web", "desktop", "8 octets", "customer-events", "größe")) {
      String first = find(text, 0);
      assertThat(first).isEqualTo(text);
      assertThat(find(text, 'x')).isSameAs(first);
      assertThat(find(text, -1)).isSameAs(first);
    }
  }

  @Test
  void textsOfOneSlotDisplaceEachOther() {
    String sales = "acme.stream-events";
    String other = "shop.stream-events";

    for (int i = 0; i < 3; i++) {
      assertThat(find(sales, 0)).isEqualTo(sales);
      assertThat(find(other, 0)).isEqualTo(other);
    }
  }

  @Test
  void aTextIsNotTakenForOneThatEndsAlike() {
    String zeros = "\0\0\0";

    assertThat(find(zeros, 0)).isEqualTo(zeros);
    assertThat(find("", 0)).isEmpty();
    assertThat(find("\0", 0)).isEqualTo("\0");
    assertThat(find("a web", 0)).isEqualTo("a web");
    assertThat(find("web", 'a')).isEqualTo("web");
  }

  @Test
  void longTextsAreReadButNotKept() {
    String longest = "x".repeat(DecodedTexts.LONGEST);
    String longer = longest + "x";

    assertThat(find(longest, 0)).isSameAs(find(longest, 0));
    assertThat(find(longer, 0)).isEqualTo(longer).isNotSameAs(find(longer, 0));
  }

  @Test
  void manyTextsAreAllReadAsTheyStand() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 5_000; i++) {
        assertThat(find("tenant-" + i, i)).isEqualTo("tenant-" + i);
        assertThat(find(Integer.toString(i), i)).isEqualTo(Integer.toString(i));
      }
    }
  }
}
