package io.caseline.cases.console;

import io.caseline.cases.audit.AuditLog;
import io.caseline.cases.replay.IllegalReplayStateException;
import io.caseline.cases.replay.NothingToReplayException;
import io.caseline.cases.replay.Replay;
import io.caseline.cases.replay.ReplayService;
import io.caseline.cases.replay.ReplayState;
import io.caseline.cases.replay.WindowReplayService;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Replays: the dialog that counts before it starts one, the list, and one of them as it runs. */
@Controller
class ReplayPages {
    private static final int PAGE = 50;

    /** A dialog for more than this suggests a canary. */
    private static final int CANARY_FROM = 20;

    private final ReplayService replays;
    private final WindowReplayService windows;
    private final AuditLog audit;

    ReplayPages(ReplayService replays, WindowReplayService windows, AuditLog audit) {
        this.replays = replays;
        this.windows = windows;
        this.audit = audit;
    }

    @GetMapping("/console/replays")
    String list(@RequestParam(defaultValue = "9223372036854775807") long before, Model model) {
        List<Replay> found = replays.list(before, PAGE + 1);
        boolean more = found.size() > PAGE;
        List<Replay> shown = more ? found.subList(0, PAGE) : found;
        model.addAttribute("replays", shown);
        model.addAttribute("next", more ? (Long) shown.getLast().id() : null);
        model.addAttribute("isFirstPage", before == Long.MAX_VALUE);
        return "console/replays";
    }

    @GetMapping("/console/replays/new")
    String dialog(@ModelAttribute("form") ReplayForm form, Model model) {
        return dialog(form, form.errors(false), model);
    }

    private String dialog(ReplayForm form, Map<String, String> errors, Model model) {
        boolean countable = errors.keySet().stream().allMatch(field -> field.equals("reason") || field.equals("all"));
        model.addAttribute("form", form);
        model.addAttribute("filter", FilterView.of(form.chosen()));
        model.addAttribute("errors", errors);
        model.addAttribute("dryRun", countable ? replays.dryRun(form.request(null)) : null);
        model.addAttribute("canaryFrom", CANARY_FROM);
        return "console/replay-new";
    }

    @PostMapping("/console/replays")
    String start(@ModelAttribute("form") ReplayForm form, Principal user, Model model, HttpServletResponse response) {
        Map<String, String> errors = form.errors(true);
        if (!errors.isEmpty()) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            return dialog(form, errors, model);
        }
        try {
            Replay replay = replays.start(form.request(form.asOf()), user.getName());
            Integer expected = form.expected();
            return "redirect:/console/replays/" + replay.id()
                    + (expected == null || expected == replay.total() ? "" : "?expected=" + expected);
        } catch (NothingToReplayException e) {
            response.setStatus(HttpStatus.CONFLICT.value());
            return dialog(form, Map.of("start", String.valueOf(e.getMessage())), model);
        }
    }

    @GetMapping("/console/replays/{id}")
    String replay(@PathVariable long id, @RequestParam(required = false) @Nullable Integer expected, Model model) {
        show(find(id), model);
        model.addAttribute("expected", expected);
        model.addAttribute("audit", audit.findByReplayOrderById(id, Limit.of(200)));
        return "console/replay";
    }

    /** The part that changes; when the state has changed, the whole page. */
    @GetMapping("/console/live/replays/{id}")
    String progress(@PathVariable long id, @RequestParam ReplayState state, Model model, HttpServletResponse response) {
        Replay replay = find(id);
        if (replay.state() != state) {
            response.setHeader("HX-Refresh", "true");
        }
        show(replay, model);
        return "console/replay :: live";
    }

    private void show(Replay replay, Model model) {
        model.addAttribute("replay", replay);
        model.addAttribute("search", windows.search(replay.id()).orElse(null));
        model.addAttribute("filter", FilterView.of(Actions.filter(replay.filter())));
        model.addAttribute("progress", ProgressView.of(replay, replays.progress(replay.id())));
    }

    private Replay find(long id) {
        return replays.find(id).orElseThrow(() -> new NoSuchElementException("There is no replay %d.".formatted(id)));
    }

    @PostMapping("/console/replays/{id}/pause")
    String pause(@PathVariable long id, @RequestParam(required = false) @Nullable String reason, Principal user) {
        return after(() -> replays.pause(id, Actions.reason(reason), user.getName()));
    }

    @PostMapping("/console/replays/{id}/resume")
    String resume(@PathVariable long id, @RequestParam(required = false) @Nullable String reason, Principal user) {
        return after(() -> replays.resume(id, Actions.reason(reason), user.getName()));
    }

    @PostMapping("/console/replays/{id}/cancel")
    String cancel(@PathVariable long id, @RequestParam(required = false) @Nullable String reason, Principal user) {
        return after(() -> replays.cancel(id, Actions.reason(reason), user.getName()));
    }

    private static String after(Supplier<Replay> change) {
        try {
            return "redirect:/console/replays/" + change.get().id();
        } catch (IllegalReplayStateException e) {
            throw new Actions.RefusedException(
                    HttpStatus.CONFLICT,
                    "The replay has moved on",
                    e.getMessage() + ". Nothing was done. Go back and reload the page.");
        }
    }
}
