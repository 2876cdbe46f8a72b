package io.atomstreams.pipelines.chaos.oracle;

import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.pipelines.connector.AlertJson;
import io.atomstreams.pipelines.connector.FeatureAvro;
import io.atomstreams.pipelines.connector.Headers;
import io.atomstreams.pipelines.connector.PredictionJson;
import io.atomstreams.pipelines.connector.Topic;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The identity of an output record, by which an uncommitted reader tells a record from another: of
 * two with the same claim the later one stands.
 *
 * @param maker the scorer or the rule; empty where an input has one record at most
 */
record Claim(Topic topic, SourcePosition source, String maker) {

  static Claim outcome(Topic topic, SourcePosition source) {
    return new Claim(topic, source, "");
  }

  static Claim prediction(SourcePosition source, String scorer) {
    return new Claim(Topic.PREDICTIONS, source, scorer);
  }

  /** The claim of something that follows from an input. */
  static Claim of(Output output) {
    if (output instanceof Alert alert) {
      return new Claim(Topic.ALERTS, alert.source(), alert.rule());
    }
    if (output instanceof Prediction prediction) {
      return prediction(prediction.source(), prediction.scorer());
    }
    Topic topic = output instanceof FeatureRecord ? Topic.FEATURES : Topic.DEAD_LETTERS;
    return outcome(topic, output.source());
  }

  /**
   * The claim of a record that was read; empty if it is no output of the scoring job.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  static Optional<Claim> of(Topic topic, String prefix, ConsumerRecord<byte[], byte[]> record) {
    return switch (topic) {
      case FEATURES -> Optional.of(outcome(topic, FeatureAvro.readFiled(value(record)).source()));
      case DEAD_LETTERS ->
          Optional.of(Headers.source(record.headers()))
              .filter(source -> !Topic.isReadByOthersOnly(prefix, source.topic()))
              .map(source -> outcome(topic, source));
      case PREDICTIONS -> {
        Prediction prediction = PredictionJson.read(value(record), 0);
        yield Optional.of(prediction(prediction.source(), prediction.scorer()));
      }
      case ALERTS ->
          Headers.isOfAnotherJob(record.headers())
              ? Optional.empty()
              : Optional.of(of(AlertJson.read(value(record), 0)));
      default -> Optional.empty();
    };
  }

  private static byte[] value(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      throw new IllegalArgumentException("it has no value");
    }
    return record.value();
  }

  @Override
  public String toString() {
    return topic.baseName() + " of " + source + (maker.isEmpty() ? "" : " by " + maker);
  }
}
