package io.atomstreams.operators.learning.tree;

import io.atomstreams.operators.learning.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads a file of numbers with a header, its last column the class; gzip where it ends in .gz. */
final class CsvRows {

  private CsvRows() {}

  static LabelledRows read(Path file) throws IOException {
    List<double[]> rows = new ArrayList<>();
    List<Double> targets = new ArrayList<>();
    List<String> classes = new ArrayList<>();
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      lines.readLine();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] cells = line.split(",", -1);
        double[] row = new double[cells.length - 1];
        for (int i = 0; i < row.length; i++) {
          row[i] = cells[i].isEmpty() ? Double.NaN : Double.parseDouble(cells[i]);
        }
        rows.add(row);
        String label = cells[row.length];
        if (!classes.contains(label)) {
          classes.add(label);
        }
        targets.add((double) classes.indexOf(label));
      }
    }
    return LabelledRows.numbers(
        file.getFileName().toString().replaceAll("\\..*", ""),
        rows.toArray(double[][]::new),
        targets.stream().mapToDouble(Double::doubleValue).toArray(),
        Target.classes(classes.size()));
  }
}
