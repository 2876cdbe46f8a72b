package io.atomstreams.pipelines.training;

import io.atomstreams.operators.label.LabelPass.Labelled;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/** The vector is an array, since a feature's name need not be one that Avro takes for a field. */
final class AvroRowWriter implements RowWriter {

  static final Schema SCHEMA =
      SchemaBuilder.record("TrainingRow")
          .namespace("io.atomstreams.training")
          .fields()
          .requiredString(ENTITY)
          .requiredString(EVENT_ID)
          .requiredLong(TS)
          .requiredLong(AS_OF)
          .requiredInt(LABEL)
          .name("vector")
          .type()
          .array()
          .items()
          .floatType()
          .noDefault()
          .endRecord();

  /** Between blocks; any 16 bytes do, and random ones would make each file another. */
  private static final String SYNC = "atom.trainingrow";

  private final DataFileWriter<GenericRecord> rows;

  AvroRowWriter(OutputStream out, List<String> features) throws IOException {
    rows = new DataFileWriter<>(new GenericDatumWriter<>(SCHEMA, new GenericData()));
    rows.setMeta("features", String.join("\n", features));
    rows.create(SCHEMA, out, SYNC.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void write(Labelled row) throws IOException {
    float[] values = row.record().vector();
    List<Float> vector = new ArrayList<>(values.length);
    for (float value : values) {
      vector.add(value);
    }
    GenericRecord record = new GenericData.Record(SCHEMA);
    record.put(ENTITY, row.record().entity());
    record.put(EVENT_ID, row.record().eventId());
    record.put(TS, row.record().ts());
    record.put(AS_OF, row.record().asOf());
    record.put(LABEL, row.positive() ? 1 : 0);
    record.put("vector", vector);
    rows.append(record);
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
