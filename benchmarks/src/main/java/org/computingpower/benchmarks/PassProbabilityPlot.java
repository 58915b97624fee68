package org.computingpower.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.computingpower.power.RoundProfile;
import org.computingpower.power.statistics.PassThreshold;

/** Draws docs/images/pass-probability.svg: the chance to pass one round against the real power of a device. */
public final class PassProbabilityPlot {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 400;
    private static final int LEFT = 60;
    private static final int RIGHT = 20;
    private static final int TOP = 20;
    private static final int BOTTOM = 60;
    private static final double LOWEST = 0.6;
    private static final double HIGHEST = 1.2;
    private static final int POINTS = 240;

    private record Curve(String label, String color, PassThreshold rule) {}

    private PassProbabilityPlot() {}

    /** Entry point; the argument is the file to write. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, svg());
    }

    /** The picture, alike on every machine. */
    static String svg() {
        RoundProfile standard = RoundProfile.STANDARD;
        RoundProfile local = RoundProfile.LOCAL;
        List<Curve> curves = List.of(
                new Curve("default: mu 2048, pass from 1836", "#0b62a4", rule(standard)),
                new Curve("local runs: mu 512, pass from 384", "#c44e00", rule(local)));
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' viewBox='0 0 %d %d' "
                        + "font-family='sans-serif' font-size='13'>\n",
                WIDTH,
                HEIGHT,
                WIDTH,
                HEIGHT));
        svg.append(String.format(Locale.ROOT, "<rect width='%d' height='%d' fill='white'/>\n", WIDTH, HEIGHT));
        grid(svg);
        for (int i = 0; i < curves.size(); i++) {
            Curve curve = curves.get(i);
            svg.append(String.format(
                    Locale.ROOT,
                    "<polyline fill='none' stroke='%s' stroke-width='2' points='%s'/>\n",
                    curve.color(),
                    points(curve.rule())));
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x='%d' y='%d' fill='%s'>%s</text>\n",
                    WIDTH - RIGHT - 250,
                    HEIGHT - BOTTOM - 60 + 20 * i,
                    curve.color(),
                    curve.label()));
        }
        return svg.append("</svg>\n").toString();
    }

    private static void grid(StringBuilder svg) {
        for (int percent = 60; percent <= 120; percent += 10) {
            double x = x(percent / 100.0);
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1='%.1f' y1='%d' x2='%.1f' y2='%d' stroke='#ddd'/>\n",
                    x,
                    TOP,
                    x,
                    HEIGHT - BOTTOM));
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x='%.1f' y='%d' text-anchor='middle'>%d %%</text>\n",
                    x,
                    HEIGHT - BOTTOM + 18,
                    percent));
        }
        for (int percent = 0; percent <= 100; percent += 20) {
            double y = y(percent / 100.0);
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1='%d' y1='%.1f' x2='%d' y2='%.1f' stroke='#ddd'/>\n",
                    LEFT,
                    y,
                    WIDTH - RIGHT,
                    y));
            svg.append(String.format(
                    Locale.ROOT, "<text x='%d' y='%.1f' text-anchor='end'>%d %%</text>\n", LEFT - 6, y + 4, percent));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text x='%d' y='%d' text-anchor='middle'>real power as a share of the rated power</text>\n",
                WIDTH / 2,
                HEIGHT - 15));
        svg.append(String.format(
                Locale.ROOT,
                "<text x='16' y='%d' text-anchor='middle' transform='rotate(-90 16 %d)'>chance to pass a round</text>\n",
                HEIGHT / 2,
                HEIGHT / 2));
    }

    private static String points(PassThreshold rule) {
        return IntStream.rangeClosed(0, POINTS)
                .mapToDouble(i -> LOWEST + (HIGHEST - LOWEST) * i / POINTS)
                .mapToObj(ratio -> String.format(Locale.ROOT, "%.1f,%.1f", x(ratio), y(rule.passProbability(ratio))))
                .collect(Collectors.joining(" "));
    }

    private static PassThreshold rule(RoundProfile profile) {
        return new PassThreshold(profile.mu(), profile.threshold());
    }

    private static double x(double ratio) {
        return LEFT + (WIDTH - LEFT - RIGHT) * (ratio - LOWEST) / (HIGHEST - LOWEST);
    }

    private static double y(double probability) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * probability;
    }
}
