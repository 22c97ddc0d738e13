package dev.paddock.bench.internal.run;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Decides what is measured again, in new processes, once everything was measured: what has not settled, as long as there is
 * time. All jobs with something unsettled are visited once before any is visited twice, so that two visits to the same one
 * are far apart: a neighbour that was there for all of the first visit may be gone at the second. Slow machines
 * get what time is left when all others have settled.
 */
final class Schedule {
    /** What does not settle in so many visits will not. */
    static final int MOST_VISITS = 10;

    /** What a visit takes besides: coming to rest. */
    static final double OVERHEAD_SECONDS = 0.5;

    /** What is measured together: machines at a guest, or at compiling. */
    interface Job {
        /** How often it was visited, the first time included. */
        int visits();

        /** The machines that can be visited again. */
        List<Stand> stands();

        /** Measures these machines in turns. */
        void visit(Set<String> machines);
    }

    /**
     * Where a machine stands in a job.
     *
     * @param open how many of its figures have not settled
     * @param seconds what a visit takes
     * @param slow whether it has to wait for all that are not
     * @param companions machines with which this one's figures are compared: their ratio is of the same minutes
     */
    record Stand(String machine, int open, double seconds, boolean slow, Set<String> companions) {
        Stand {
            companions = Set.copyOf(companions);
        }
    }

    /** A job, and those who are visited. */
    record Visit(Job job, Set<String> machines, double worth) {}

    private final Budget budget;

    Schedule(Budget budget) {
        this.budget = budget;
    }

    /** Visits until everything has settled, or the time is over. */
    void run(List<? extends Job> jobs) {
        Optional<Job> last = Optional.empty();
        for (var visit = next(jobs, last); visit.isPresent(); visit = next(jobs, last)) {
            var job = visit.get().job();
            job.visit(visit.get().machines());
            last = Optional.of(job);
        }
    }

    private Optional<Visit> next(List<? extends Job> jobs, Optional<Job> last) {
        return best(jobs, last, false).or(() -> best(jobs, last, true));
    }

    /** Of those that were visited least, what settles most a second; the one before only when there is no other. */
    private Optional<Visit> best(List<? extends Job> jobs, Optional<Job> last, boolean slow) {
        return jobs.stream()
                .filter(job -> job.visits() < MOST_VISITS)
                .flatMap(job -> visit(job, slow).stream())
                .min(Comparator.comparing((Visit v) -> last.isPresent() && last.get() == v.job())
                        .thenComparingInt(v -> v.job().visits())
                        .thenComparingDouble(v -> -v.worth()));
    }

    /** Those who have not settled, cheapest first, as many as there is time for, with their companions. */
    private Optional<Visit> visit(Job job, boolean slow) {
        var chosen = new LinkedHashSet<String>();
        double seconds = OVERHEAD_SECONDS;
        int open = 0;
        ToDoubleFunction<Stand> price = s -> s.seconds() / s.open();
        for (var stand : job.stands().stream()
                .filter(s -> s.open() > 0 && s.slow() == slow)
                .sorted(Comparator.comparingDouble(price))
                .toList()) {
            var more = job.stands().stream()
                    .filter(s -> s.equals(stand) || !s.slow() && stand.companions().contains(s.machine()))
                    .filter(s -> !chosen.contains(s.machine()))
                    .toList();
            double added = more.stream().mapToDouble(Stand::seconds).sum();
            if (seconds + added <= budget.left()) {
                more.forEach(s -> chosen.add(s.machine()));
                seconds += added;
                open += stand.open();
            }
        }
        return open == 0 ? Optional.empty() : Optional.of(new Visit(job, chosen, open / seconds));
    }
}
