# 材料库：文件种类、版本与再次使用。

paper-certificate = 资格、等级证书
paper-degree = 学历、学位
paper-publication = 论文、著作
paper-proof = 公开课、讲座等证明
paper-award = 获奖证书
paper-assessment = 考核表
paper-leave = 请假、病历材料
paper-other = 其他

nav-evidence = 我的材料
evidence-lead = 存一次，以后各项申报都可以选用；最多 { $most } 份，只有您自己能看到，选用后经办人员才能看到。
evidence-none = 还没有存入材料
evidence-none-advice = 先存好证书、证明的扫描件，申报时直接选用。
evidence-add = 存入材料
evidence-replace = 更换
evidence-replace-title = 用新文件替换“{ $name }”
evidence-take-out = 撤下
evidence-earlier = 查看上一版
evidence-paper = 材料种类
evidence-dated-on = 材料日期
evidence-dated-hint = 材料上写明的日期；没有的不填
evidence-file = 文件
evidence-file-missing = 请选择文件。
evidence-day-in-future = 日期晚于今天，请核对。
evidence-saved = 已存入。
evidence-taken-out = 已撤下；已经选用它的申报不受影响。

files-too-many = 最多 { $most } 份材料。
file-too-large = 文件超过 20 MB，请压缩或分成几份。
file-empty = 文件是空的，请重新选择。
file-wrong-kind = 只收 PDF、JPG、PNG、Word（docx）和 Excel（xlsx）文件；改扩展名不起作用。
