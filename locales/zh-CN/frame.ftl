hours-with-unit = { $hours } 学时
