package dev.paddock.bench.internal.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Paint;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryLabelPositions;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.category.DefaultCategoryDataset;

/** How charts look: plain, white, no decoration, colours that colour-blind people can tell apart (Okabe and Ito's). */
final class ChartStyle {
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 15);
    private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final Color GRID = new Color(0xdddddd);

    /** Shades for the members of a family, one family after the other. */
    private static final List<List<Color>> FAMILIES = List.of(
            shades(0xd55e00, 0xee8833, 0xf7b37a, 0xfbd9bc, 0x8f3f00),
            shades(0x0072b2, 0x56a5d8, 0xa6d0ee, 0x004a75),
            shades(0x009e73, 0x4cc4a0, 0xa2e0cc, 0x00664a),
            shades(0xcc79a7, 0xe3b0cb, 0x8f4a73),
            shades(0x777777, 0xaaaaaa),
            shades(0xe6c229, 0xf2de8c),
            shades(0x6a4c93, 0xa78bc9));

    private static List<Color> shades(int... colours) {
        return java.util.Arrays.stream(colours).mapToObj(Color::new).toList();
    }

    /** What a bar belongs to. */
    enum Colour {
        OURS(new Color(0xd55e00)),
        REFERENCE(new Color(0x444444)),
        COMPILER(new Color(0x0072b2)),
        INTERPRETER(new Color(0x8cc4e8));

        private final Color color;

        Colour(Color color) {
            this.color = color;
        }
    }

    /** A bar of a ranking. */
    record Bar(String title, Colour colour, double value) {}

    private ChartStyle() {}

    /** Bars that lie, the first one on top, with their values beside them; the scale is logarithmic. */
    static JFreeChart ranking(String title, List<Bar> bars) {
        var data = new DefaultCategoryDataset();
        bars.forEach(bar -> data.addValue(bar.value(), "", bar.title()));
        var chart = chart(title, data, PlotOrientation.HORIZONTAL, false);
        var plot = chart.getCategoryPlot();
        var renderer = new ColouredBars(bars);
        style(renderer);
        renderer.setDefaultItemLabelGenerator(new StandardCategoryItemLabelGenerator("{2}", number("#,##0.00")));
        renderer.setDefaultItemLabelsVisible(true);
        renderer.setDefaultItemLabelFont(TEXT);
        renderer.setDefaultPositiveItemLabelPosition(
                new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT));
        renderer.setMaximumBarWidth(0.05);
        plot.setRenderer(renderer);
        double least = bars.stream().mapToDouble(Bar::value).min().orElse(1);
        double most = bars.stream().mapToDouble(Bar::value).max().orElse(1);
        logarithmic(plot, renderer, Math.min(least / 1.6, 0.8), most * 2.5);
        plot.getDomainAxis().setMaximumCategoryLabelWidthRatio(0.4f);
        return chart;
    }

    /**
     * Bars in a group for each column of the data: standing, or lying where there are many.
     *
     * @param families of the data's rows: those of one family get shades of one colour
     */
    static JFreeChart grouped(String title, CategoryDataset data, List<String> families, boolean logarithmic) {
        var horizontal = data.getRowCount() * data.getColumnCount() > 90;
        var chart = chart(title, data, horizontal ? PlotOrientation.HORIZONTAL : PlotOrientation.VERTICAL, true);
        var plot = chart.getCategoryPlot();
        var renderer = new BarRenderer();
        style(renderer);
        renderer.setItemMargin(0.02);
        var distinct = families.stream().distinct().toList();
        for (int i = 0; i < data.getRowCount(); i++) {
            var shades = FAMILIES.get(distinct.indexOf(families.get(i)) % FAMILIES.size());
            int member = Collections.frequency(families.subList(0, i), families.get(i));
            renderer.setSeriesPaint(i, shades.get(member % shades.size()));
        }
        plot.setRenderer(renderer);
        if (!horizontal) {
            plot.getDomainAxis().setCategoryLabelPositions(CategoryLabelPositions.UP_45);
        }
        plot.getDomainAxis().setCategoryMargin(0.15);
        if (logarithmic) {
            double least = Double.MAX_VALUE;
            double most = 0;
            for (int row = 0; row < data.getRowCount(); row++) {
                for (int column = 0; column < data.getColumnCount(); column++) {
                    var value = data.getValue(row, column);
                    if (value != null) {
                        least = Math.min(least, value.doubleValue());
                        most = Math.max(most, value.doubleValue());
                    }
                }
            }
            logarithmic(plot, renderer, Math.min(least / 1.2, 0.8), most * 1.3);
        }
        return chart;
    }

    private static JFreeChart chart(String title, CategoryDataset data, PlotOrientation orientation, boolean legend) {
        var chart = ChartFactory.createBarChart(null, null, null, data, orientation, legend, false, false);
        chart.setTitle(new TextTitle(title, TITLE));
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new org.jfree.chart.ui.RectangleInsets(8, 8, 8, 16));
        if (legend) {
            chart.getLegend().setItemFont(TEXT);
            chart.getLegend().setPosition(RectangleEdge.BOTTOM);
            chart.getLegend().setFrame(org.jfree.chart.block.BlockBorder.NONE);
        }
        var plot = chart.getCategoryPlot();
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        plot.setRangeGridlinePaint(GRID);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.getDomainAxis().setTickLabelFont(TEXT);
        plot.getRangeAxis().setTickLabelFont(TEXT);
        return chart;
    }

    private static void style(BarRenderer renderer) {
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        renderer.setDrawBarOutline(false);
        renderer.setMinimumBarLength(1);
    }

    /** Bars begin at the axis' lower end: there is no zero on it. */
    private static void logarithmic(CategoryPlot plot, BarRenderer renderer, double least, double most) {
        var axis = new LogAxis();
        axis.setBase(10);
        axis.setRange(least, most);
        // A tick for each power of ten; of two where there would be hardly any.
        axis.setTickUnit(new NumberTickUnit(most / least > 100 ? 1 : Math.log10(2), number("#,##0.###")));
        axis.setNumberFormatOverride(number("#,##0.###"));
        axis.setTickLabelFont(TEXT);
        axis.setMinorTickMarksVisible(true);
        renderer.setBase(least);
        renderer.setIncludeBaseInRange(false);
        plot.setRangeAxis(axis);
    }

    private static DecimalFormat number(String pattern) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
    }

    /** Each bar in the colour of what it belongs to. */
    private static final class ColouredBars extends BarRenderer {
        private static final long serialVersionUID = 1;

        private final transient List<Bar> bars;

        ColouredBars(List<Bar> bars) {
            this.bars = bars;
        }

        @Override
        public Paint getItemPaint(int row, int column) {
            return bars.get(column).colour().color;
        }
    }
}
