package io.atomstreams.pipelines.bench.crayfish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PredictionEncoderTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final PredictionEncoder encoder = new PredictionEncoder();

  private static float[] probabilities() {
    float[] values = new float[2 * ImageNetwork.CLASSES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.pow(i / 20.0, 5);
    }
    return values;
  }

  private static void assertSecondRow(JsonNode record) throws IOException {
    JsonNode matrix = JSON.readTree(record.get("prediction").textValue());
    assertThat(matrix).hasSize(1);
    assertThat(matrix.get(0)).hasSize(ImageNetwork.CLASSES);
    for (int i = 0; i < ImageNetwork.CLASSES; i++) {
      float value = Float.parseFloat(matrix.get(0).get(i).asText());
      assertThat(value).isEqualTo(probabilities()[ImageNetwork.CLASSES + i]);
    }
  }

  @Test
  void writesIdTimeAndTheRowsProbabilities() throws IOException {
    JsonNode record = JSON.readTree(encoder.brief(7, 8, probabilities(), 1));
    assertThat(record).hasSize(3);
    assertThat(record.get("id").longValue()).isEqualTo(7);
    assertThat(record.get("creationTimestamp").longValue()).isEqualTo(8);
    assertSecondRow(record);
  }

  @Test
  void putsThePredictionInThePlaceOfTheImagesNull() throws IOException {
    byte[] image = new RandomImages().record(7, 8);
    ImageDecoder decoder = new ImageDecoder();
    decoder.read(image, new float[RandomImages.PIXELS], 0);

    JsonNode record =
        JSON.readTree(encoder.whole(image, decoder.predictionAt(), probabilities(), 1));

    assertThat(record).hasSize(6);
    assertThat(record.get("id").longValue()).isEqualTo(7);
    assertThat(record.get("dataPoint")).isEqualTo(JSON.readTree(image).get("dataPoint"));
    assertSecondRow(record);
  }
}
