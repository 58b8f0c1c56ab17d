package com.example.features;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.StringJoiner;
import javax.imageio.ImageIO;

/** Without a display; text needs fonts, which an image may lack. */
final class Drawing {
  private Drawing() {}

  static String image() throws Exception {
    BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.ORANGE);
    graphics.fillOval(5, 5, 30, 30);
    graphics.dispose();
    StringJoiner done = new StringJoiner("\n");
    for (String format : new String[] {"png", "jpg", "gif", "bmp"}) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalStateException(format);
      }
      BufferedImage read = ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
      done.add(format + " " + Integer.toHexString(read.getRGB(20, 20)));
    }
    return done.toString();
  }

  /** What came of it, whichever it is. */
  static String text() {
    try {
      BufferedImage image = new BufferedImage(200, 40, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = image.createGraphics();
      graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 20));
      graphics.drawString("Features", 5, 30);
      return "drawn, wide " + graphics.getFontMetrics().stringWidth("Features");
    } catch (Throwable e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return "not drawn: " + e + ", " + cause;
    }
  }
}
