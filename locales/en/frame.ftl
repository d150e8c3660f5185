hours-with-unit = { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}
