package dev.paddock.program.internal.text;

import java.util.ArrayList;
import java.util.List;

/** A template taken apart for printing: {@code texts[i]} stands before {@code holes[i]}, the last text at the end. */
record Template(List<String> texts, List<Hole> holes) {
    static Template of(String template) {
        var texts = new ArrayList<String>();
        var holes = new ArrayList<Hole>();
        int from = 0;
        for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', from)) {
            int close = template.indexOf('}', open);
            texts.add(template.substring(from, open));
            holes.add(Hole.parse(template.substring(open + 1, close)));
            from = close + 1;
        }
        texts.add(template.substring(from));
        return new Template(List.copyOf(texts), List.copyOf(holes));
    }
}
