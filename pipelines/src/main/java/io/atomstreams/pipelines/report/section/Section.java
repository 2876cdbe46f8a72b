package io.atomstreams.pipelines.report.section;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.pipelines.report.html.Markup;
import io.atomstreams.pipelines.report.source.Sighting;

/** One part of a report. What it keeps of the records is bounded and does not know their order. */
public interface Section {

  /** Names it in addresses and in JSON. */
  String id();

  /** Its headline. */
  String title();

  /** Looks at a record, whatever topic it is of. */
  void take(Sighting sighting);

  /** Writes what comes below the headline. */
  void write(Markup page);

  /** The same figures for machines. */
  void tell(ObjectNode json);
}
