package io.atomstreams.pipelines.training;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.atomstreams.operators.label.LabelPass.Labelled;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Numbers are the shortest decimal that reads back as the same float. */
final class JsonRowWriter implements RowWriter {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

  private final List<String> features;
  private final JsonGenerator json;

  JsonRowWriter(OutputStream out, List<String> features) throws IOException {
    this.features = features;
    this.json = FACTORY.createGenerator(out);
    json.setRootValueSeparator(null);
  }

  @Override
  public void write(Labelled row) throws IOException {
    json.writeStartObject();
    json.writeStringField(ENTITY, row.record().entity());
    json.writeStringField(EVENT_ID, row.record().eventId());
    json.writeNumberField(TS, row.record().ts());
    json.writeNumberField(AS_OF, row.record().asOf());
    json.writeNumberField(LABEL, row.positive() ? 1 : 0);
    json.writeObjectFieldStart("features");
    float[] vector = row.record().vector();
    for (int i = 0; i < features.size(); i++) {
      json.writeFieldName(features.get(i));
      if (Float.isFinite(vector[i])) {
        json.writeNumber(vector[i]);
      } else {
        json.writeNull();
      }
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
