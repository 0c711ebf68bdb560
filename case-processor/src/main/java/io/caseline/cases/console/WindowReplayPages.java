package io.caseline.cases.console;

import io.caseline.cases.replay.Replay;
import io.caseline.cases.replay.WindowReplayService;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Replays a time window, for an org that was restored from a backup. The dry run is a search that sends nothing. */
@Controller
class WindowReplayPages {
    private final WindowReplayService replays;

    WindowReplayPages(WindowReplayService replays) {
        this.replays = replays;
    }

    @GetMapping("/console/replays/window")
    String dialog(@ModelAttribute("form") WindowForm form, Model model) {
        model.addAttribute("errors", Map.of());
        return "console/window-replay";
    }

    @PostMapping("/console/replays/window")
    String start(
            @ModelAttribute("form") WindowForm form,
            @RequestParam(defaultValue = "true") boolean dryRun,
            Principal user,
            Model model,
            HttpServletResponse response) {
        Map<String, String> errors = form.errors();
        if (!errors.isEmpty()) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            model.addAttribute("errors", errors);
            return "console/window-replay";
        }
        Replay replay = replays.start(form.request(dryRun), user.getName());
        return "redirect:/console/replays/" + replay.id();
    }
}
