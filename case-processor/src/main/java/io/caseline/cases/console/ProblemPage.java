package io.caseline.cases.console;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;

/** Pages that say what is wrong: for refusals of the security filters, and for unknown addresses. */
@Controller
class ProblemPage {
    static final String PATH = "/console/problem";

    @RequestMapping({PATH, "/console/{page:(?!assets$|lib$).+}/**"})
    String problem(
            @RequestAttribute(name = "io.caseline.cases.console.Problem", required = false) @Nullable Problem refused,
            Model model,
            HttpServletResponse response) {
        Problem problem = refused == null ? Problem.notFound() : refused;
        response.setStatus(problem.status().value());
        model.addAttribute("problem", problem);
        return "console/problem";
    }
}
