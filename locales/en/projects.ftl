# Projects and courses.
project-state-draft = Draft
project-state-submitted = Awaiting decision
project-state-returned = Returned
project-state-approved = Approved
project-state-refused = Refused
project-state-closed = Closed
project-wrong-state = The project is “{ $state }” now, so this cannot be done.
project-without-courses = There is no course yet. Add one before you submit the project.
project-takes-no-completions = The project is not approved or already closed, so it takes no completions.
project-not-a-provider = Only training providers file projects.
project-title-missing = Enter a title.
project-title-too-long = A title has at most { $most } characters.
project-ends-before-it-starts = The last day is before the first day.
project-over-two-years = A project lies within one calendar year: { $first } to { $last }.
project-year-stays = The project's code belongs to { $year }, so it cannot start in another year. File another project instead.
project-leaves-course-outside = The course “{ $title }” lies outside the new dates. Change the course first.
project-reason-missing = Give a reason. The provider will read it.
course-title-taken = This is the same course as “{ $title }” in this project.
course-headcount-range = The most teachers must be a number from 1 to 200000.
course-hours-not-positive = Hours must be more than 0.
course-hours-beyond-days = The course has { $days } { $days ->
        [one] day
       *[other] days
    } of at most { $full_day } hours each: no more than { $most } hours.
course-outside-project = This must lie within the project: { $first } to { $last }.
