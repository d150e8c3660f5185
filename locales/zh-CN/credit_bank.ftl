# 学分银行：教师自己的一页。

# 第一句话。
statement-headline-short = { $year } 年还差 { $hours } 学时
statement-headline-met = { $year } 年学时已达标
statement-headline-missed = { $year } 年差 { $hours } 学时，已截止
statement-of-somebody = { $name }：{ $told }
statement-closes = { $day }前完成，逾期不能补学。
statement-lead-met = 这一年要求的学时已全部入账。
statement-lead-missed = 这一年已经截止，不能补学；当年完成而没有登记的研修，可以补报。
statement-outlook-no-pace = 有的科目还没有入账学时，暂时估不出达标日期。
statement-outlook-in-time = 按目前进度，预计 { $day }达标。
statement-outlook-too-late = 按目前进度要到 { $day }才能达标，请抓紧。
statement-outlook-short = 按目前进度，到期还会差 { $hours } 学时，请抓紧。
statement-pending-met = 待确认的学时都通过后即达标。
statement-pending-in-time = 待确认的学时都通过后，预计 { $day }达标。
statement-pending-not-enough = 待确认的学时都通过，也还不够。
statement-complete = 已达标
statement-closed = 已截止
statement-days-left = 还有 { $days } 天
statement-short = 差 { $hours } 学时

# 这一年。
statement-years = 年度
statement-of-year = { $year } 年度
statement-find-courses = 看看能补上的课程
statement-claim-study = 申报自主研修
statement-tasks = 等着处理的事
statement-tasks-none = 没有等待处理的事。
statement-tasks-left = 另有 { $count } 项在等待，见下面的明细。
statement-your-turn = 请您处理
statement-returned = 已退回，请补正后重新提交
statement-returned-until = 已退回，请在 { $day }前补正并重新提交
statement-draft = 还没有提交
statement-waiting = { $hours } 学时，{ $day }完成
statement-name = 姓名
statement-teacher-number = 教师编号
statement-school = 学校
statement-no-school = 目前没有任职学校
statement-figures = 各科学时
statement-category = 科目
statement-required = 要求
statement-posted-hours = 已入账
statement-pending = 待确认
statement-over = 超上限
statement-still-short = 还差
statement-total = 合计
statement-rule = 依据：{ $rule } · { $certainty }

# 进度和课程。
statement-pace = 进度与预计
statement-expected = 按目前进度，年底共 { $hours } 学时，还会差 { $short } 学时。
statement-method = 算法：从年初到今天平均每天完成的学时，照此推到年底；各科分别推算，不计待确认的学时。仅供参考，不作为认定依据。
statement-courses = 能补上的课程
statement-all-courses = 全部可报课程
statement-course = 课程
statement-course-days = 开课时间
statement-hours = 学时
statement-remedy = 用学时最少的选法：下面 { $count } 门课，共 { $hours } 学时。
statement-remedy-left = 这样选完还差 { $hours } 学时，可以再申报自主研修。
statement-remedy-none = 眼下没有能补上缺口的开放课程，可以申报自主研修，或过些天再看。
statement-remedy-pending = 已把待确认的 { $hours } 学时按通过计算。

# 周期。
statement-cycle = 五年周期 { $first }–{ $last }
statement-cycle-met = 已计 { $counted } / { $required } 学时，周期要求已达标。
statement-cycle-missed = 已计 { $counted } / { $required } 学时，差 { $short } 学时，周期已结束。
statement-cycle-no-pace = 已计 { $counted } / { $required } 学时，还差 { $short } 学时。
statement-cycle-in-time = 已计 { $counted } / { $required } 学时，还差 { $short } 学时；按目前进度，预计 { $day }达标。
statement-cycle-too-late = 已计 { $counted } / { $required } 学时，还差 { $short } 学时；按目前进度，周期结束时还会差 { $expected } 学时。
statement-cycle-unknown = 档案里没有周期的起始年份，这里按最近五年显示。
statement-year = 年度
statement-state = 状态

# 明细。
statement-waiting-lines = 待确认
statement-waiting-hint = 确认之后才计入上面的已入账学时
statement-lines = 明细
statement-lines-none = 这一年还没有入账记录
statement-lines-none-advice = 培训机构提交、学校确认之后，学时会出现在这里。
statement-export-xlsx = 导出 Excel
statement-export-csv = 导出 CSV
statement-print = 打印
statement-done-on = 完成日期
statement-recorded = 登记日期
statement-what = 内容
statement-counted = 计入学时
statement-explanation = 说明
statement-who = 谁在什么时候办的
statement-effective-on = 截至完成日期
statement-known-on = 截至登记日期
statement-show = 查看
statement-as-of-hint = 每条记录有两个日期：研修完成的日期，和系统得知的日期。选定日期，就能看到那一天的账单。
statement-as-of-effective = 只含 { $day }（含当日）以前完成的研修。
statement-as-of-known = 这是 { $day }（含当日）系统所知的账单，之后登记的不在内。
statement-as-of-both = 只含 { $effective }以前完成、{ $known }以前登记的研修（均含当日）。
statement-as-of-today = 截至 { $day }
statement-see-today = 看最新的账单
statement-unknown-origin = 其他学时
statement-reversal-of = 冲正：{ $title }
statement-state-posted = 已入账
statement-state-capped = 已入账，有超出
statement-state-voided = 未计入
statement-state-expired = 逾期未确认
statement-state-reversed = 已冲正
statement-state-reversal = 冲正
statement-converted = { $item }：{ $quantity } × { $each } 学时 = { $hours } 学时
statement-over-cap = 超出上限的 { $hours } 学时不计入
statement-over-cap-of = 年度上限 { $cap } 学时，超出的 { $hours } 学时不计入
statement-because = 原因：{ $reason }
statement-late = 补报
statement-recorded-on = { $day }登记
statement-signed = { $name }，{ $at }
statement-announced = 提交
statement-school-confirmed = 学校确认
statement-posted = 入账
statement-voided = 未通过
statement-expired = 逾期
statement-reversed = 冲正

# 打印。
statement-file = 继续教育学时账单
statement-by-year = 各年度
statement-back = 返回
statement-print-hint = 用浏览器的打印功能（Ctrl + P），纸张选 A4。
