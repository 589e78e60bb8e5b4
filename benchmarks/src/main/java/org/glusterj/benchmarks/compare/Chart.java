package org.glusterj.benchmarks.compare;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * A comparison as a picture: on the left the ratio of each row as a bar from 1 on a logarithmic axis, with its
 * quartiles; on the right CPU time per operation, client (dark) and server (light), above for the reference and below
 * for ours, both by the reference's sum. Owned by one thread; needs a font on the machine.
 */
final class Chart {
    private static final int WIDTH = 1240;
    private static final int TOP = 84;
    private static final int ROW = 26;
    private static final int BOTTOM = 24;
    private static final int RATIO_LEFT = 200;
    private static final int RATIO_RIGHT = 640;
    private static final int CPU_LEFT = 730;
    private static final int CPU_RIGHT = 1080;

    /** The right axis ends here; a longer bar is cut. */
    private static final double CPU_MAX = 2;

    private static final Color FASTER = new Color(0x2e, 0x7d, 0x32);
    private static final Color SLOWER = new Color(0xc6, 0x28, 0x28);
    private static final Color REFERENCE_CLIENT = new Color(0x54, 0x6e, 0x7a);
    private static final Color REFERENCE_SERVER = new Color(0xb0, 0xbe, 0xc5);
    private static final Color OURS_CLIENT = new Color(0x15, 0x65, 0xc0);
    private static final Color OURS_SERVER = new Color(0x90, 0xca, 0xf9);
    private static final Color GRID = new Color(0xdd, 0xdd, 0xdd);

    private final Comparison comparison;
    private final Graphics2D graphics;
    private final int height;
    private final double ratioMin;
    private final double ratioMax;

    private Chart(Comparison comparison, Graphics2D graphics, int height) {
        this.comparison = comparison;
        this.graphics = graphics;
        this.height = height;
        var ratios = comparison.rows().stream().map(Comparison.Row::ratio).toList();
        this.ratioMin = Math.min(0.5, ratios.stream().mapToDouble(Quartiles::low).min().orElse(1));
        this.ratioMax = Math.max(4, ratios.stream().mapToDouble(Quartiles::high).max().orElse(1));
    }

    /** {@code subtitle} says where and when. */
    static void write(Comparison comparison, String subtitle, Path file) throws IOException {
        int height = TOP + ROW * comparison.rows().size() + BOTTOM;
        var image = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, WIDTH, height);
        new Chart(comparison, graphics, height).draw(subtitle);
        graphics.dispose();
        if (!ImageIO.write(image, "png", file.toFile())) {
            throw new IOException("this JDK cannot write PNG");
        }
    }

    private void draw(String subtitle) {
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        text(comparison.pair().toString(), 12, 22, Color.BLACK);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10));
        text(subtitle, 12, 40, Color.GRAY);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        text("times faster (median, quartiles)", RATIO_LEFT, 60, Color.BLACK);
        text(
                "CPU per operation: client dark, server light; reference above, ours below",
                CPU_LEFT,
                60,
                Color.BLACK);
        ratioAxis();
        int y = TOP;
        for (var row : comparison.rows()) {
            text(row.workload() + " × " + row.threads(), 12, y + 17, Color.BLACK);
            ratio(row, y);
            if (Table.isCpuKnown(row) && row.reference().cpuMicros() > 0) {
                cpu(row, y);
            }
            y += ROW;
        }
    }

    private void ratioAxis() {
        for (double mark : new double[] {0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64}) {
            if (mark >= ratioMin && mark <= ratioMax) {
                int x = ratioX(mark);
                graphics.setColor(mark == 1 ? Color.BLACK : GRID);
                graphics.drawLine(x, TOP, x, height - BOTTOM);
                text(number(mark), x - 6, TOP - 6, Color.GRAY);
            }
        }
    }

    private int ratioX(double ratio) {
        double part = Math.log(ratio / ratioMin) / Math.log(ratioMax / ratioMin);
        return RATIO_LEFT + (int) Math.round(part * (RATIO_RIGHT - RATIO_LEFT));
    }

    private void ratio(Comparison.Row row, int y) {
        var ratio = row.ratio();
        int one = ratioX(1);
        int end = ratioX(ratio.median());
        graphics.setColor(ratio.median() < 1 ? SLOWER : FASTER);
        graphics.fillRect(Math.min(one, end), y + 6, Math.abs(end - one) + 1, 14);
        graphics.setColor(Color.BLACK);
        graphics.drawLine(ratioX(ratio.low()), y + 13, ratioX(ratio.high()), y + 13);
        graphics.drawLine(ratioX(ratio.low()), y + 9, ratioX(ratio.low()), y + 17);
        graphics.drawLine(ratioX(ratio.high()), y + 9, ratioX(ratio.high()), y + 17);
        text(
                number(ratio.median()) + (ratio.isWide() ? " ~" : ""),
                RATIO_RIGHT + 10,
                y + 17,
                Color.BLACK);
    }

    private void cpu(Comparison.Row row, int y) {
        double whole = row.reference().cpuMicros();
        stacked(row.reference(), whole, y + 4, REFERENCE_CLIENT, REFERENCE_SERVER);
        stacked(row.ours(), whole, y + 14, OURS_CLIENT, OURS_SERVER);
        text(
                number(whole) + " / " + number(row.ours().cpuMicros()) + " µs",
                CPU_RIGHT + 10,
                y + 17,
                Color.BLACK);
    }

    private void stacked(
            Comparison.Figures figures, double whole, int y, Color client, Color server) {
        int split = cpuX(figures.clientCpuMicros() / whole);
        graphics.setColor(client);
        graphics.fillRect(CPU_LEFT, y, split - CPU_LEFT, 8);
        graphics.setColor(server);
        graphics.fillRect(split, y, cpuX(figures.cpuMicros() / whole) - split, 8);
    }

    private static int cpuX(double part) {
        double cut = Math.min(part, CPU_MAX) / CPU_MAX;
        return CPU_LEFT + (int) Math.round(cut * (CPU_RIGHT - CPU_LEFT));
    }

    private void text(String text, int x, int y, Color color) {
        graphics.setColor(color);
        graphics.drawString(text, x, y);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
    }
}
