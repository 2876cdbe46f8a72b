package io.atomstreams.pipelines.training;

import io.atomstreams.operators.label.LabelPass.Labelled;
import java.io.Closeable;
import java.io.IOException;

/** Writes the rows of a training set, one after the other. */
interface RowWriter extends Closeable {

  /** The columns before the features. */
  String ENTITY = "entity";

  String EVENT_ID = "eventId";
  String TS = "ts";
  String AS_OF = "asOf";
  String LABEL = "label";

  void write(Labelled row) throws IOException;
}
