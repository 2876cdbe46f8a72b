package io.atomstreams.pipelines.dashboards;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.pipelines.dashboards.DashboardSpec.Panel;

/** Gives panels their places, from left to right in lines as high as their highest. */
final class PanelLayout {

  static final int COLUMNS = 24;

  private int nextId = 1;
  private int x;
  private int y;
  private int lineHeight;

  /** A number and a place. */
  record Place(int id, int x, int y, int width, int height) {

    ObjectNode json() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("x", x)
          .put("y", y)
          .put("w", width)
          .put("h", height);
    }
  }

  Place heading() {
    newLine();
    return next(COLUMNS, 1);
  }

  Place place(Panel panel) {
    return next(panel.width(), panel.height());
  }

  private Place next(int width, int height) {
    if (x + width > COLUMNS) {
      newLine();
    }
    Place place = new Place(nextId++, x, y, width, height);
    x += width;
    lineHeight = Math.max(lineHeight, height);
    return place;
  }

  private void newLine() {
    y += lineHeight;
    x = 0;
    lineHeight = 0;
  }
}
