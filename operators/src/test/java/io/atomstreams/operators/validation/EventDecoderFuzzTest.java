package io.atomstreams.operators.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import java.time.Duration;
import java.time.Instant;

/** Arbitrary bytes, refused or read and never anything else, and alike by both readers. */
class EventDecoderFuzzTest {

  private final EventDecoder decoder = new EventDecoder();
  private final EventContract contract =
      new EventContract(
          new EventContract.Options(Instant.EPOCH, Duration.ofHours(1), EventClock.wall()));

  @FuzzTest(maxDuration = "2m")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    for (EventType.Stream stream : EventType.Stream.values()) {
      Decoded decoded = decoder.decode(stream, bytes);
      Event plain = decoder.plain(stream, bytes);
      if (plain != null) {
        assertThat(EventDecoder.decodeAnyJson(stream, bytes))
            .isEqualTo(new Decoded.Accepted(plain));
      }
      if (decoded instanceof Decoded.Accepted accepted) {
        assertThat(accepted.event().type().stream()).isEqualTo(stream);
        var unused = contract.check(accepted.event(), 1_700_000_000_000L);
      } else {
        assertThat(((Decoded.Rejected) decoded).detail()).isNotBlank().hasSizeLessThan(1000);
      }
    }
  }
}
